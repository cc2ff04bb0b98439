"""Opens the classifier that settings name. One that can't be used is no reason to look away: the rules go on, and workers are told."""

from pathlib import Path

import structlog

from config.lexicons import load_lexicons
from config.settings import ClassifierSettings
from moderation.classifiers import CLASSIFIERS
from moderation.classifiers.base import Classifier, ClassifierParts, ModelRefused

log = structlog.get_logger()


def open_classifier(settings: ClassifierSettings) -> Classifier | None:
    """The classifier, or None where it was refused; then every message counts as not judged by one."""
    parts = ClassifierParts(
        lexicons=load_lexicons(), model=Path(settings.model) if settings.model else None, sha256=settings.sha256 or None
    )
    try:
        return CLASSIFIERS[settings.name](parts)
    except ModelRefused as refused:
        log.exception("classifier.refused", classifier=settings.name, reason=refused.reason)
        return None
