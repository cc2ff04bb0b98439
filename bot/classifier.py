"""Opens the classifier that settings name. One that can't be used is no reason to look away: the rules go on, and workers are told."""

import structlog

from bot.adapters.models.official import find_model
from config.lexicons import load_lexicons
from config.settings import Settings, SettingsProblem
from moderation.classifiers import CLASSIFIERS
from moderation.classifiers.base import Classifier, ClassifierParts, ModelRefused
from moderation.classifiers.lexicon.lists import LexiconProblem

log = structlog.get_logger()


def open_classifier(settings: Settings) -> Classifier | None:
    """The classifier, or None where it was refused; then no message counts as judged by one. May take seconds.

    Raises SettingsProblem for word lists with a mistake: whoever wrote it sits at the terminal.
    """
    chosen = settings.classifier
    try:
        if chosen.name == "lexicon":
            return open_lexicon()
        place = find_model(chosen.model, settings.data_dir / "models")
        return CLASSIFIERS[chosen.name](ClassifierParts(model=place.folder, sha256=chosen.sha256 or None, languages=place.languages))
    except ModelRefused as refused:
        log.exception("classifier.refused", classifier=chosen.name, reason=refused.reason, why=refused.sentence)
        return None


def open_lexicon() -> Classifier:
    """The lexicon. Raises SettingsProblem, naming the file and the list that can't be used."""
    try:
        return CLASSIFIERS["lexicon"](ClassifierParts(lexicons=load_lexicons()))
    except (LexiconProblem, ValueError) as wrong:
        sentence = " ".join(str(wrong).split())
        raise SettingsProblem(f"The word lists in config/lexicons can't be used: {sentence}.") from None
