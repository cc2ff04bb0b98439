"""The classifiers, one file each, and CLASSIFIERS: name to factory. Nothing heavy is imported before its factory is called."""

from collections.abc import Callable, Mapping

from moderation.classifiers.base import Classifier, ClassifierParts, ModelRefused


def _detoxify(parts: ClassifierParts) -> Classifier:
    try:
        from moderation.classifiers.detoxify import open_detoxify  # noqa: PLC0415 - torch takes seconds to import; only who asks pays
    except ImportError as missing:
        raise ModelRefused("not-installed", f"The detoxify classifier needs {missing.name}, which is not installed.") from missing
    return open_detoxify(parts)


def _lexicon(parts: ClassifierParts) -> Classifier:
    from moderation.classifiers.lexicon.classifier import LexiconClassifier  # noqa: PLC0415 - the same lazy shape for each member

    return LexiconClassifier(parts.lexicons)


CLASSIFIERS: Mapping[str, Callable[[ClassifierParts], Classifier]] = {
    "detoxify": _detoxify,
    "lexicon": _lexicon,
}
