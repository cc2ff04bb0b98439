"""Everything that people read, in each language, from Fluent files in config/locales."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

LOCALES = Path(__file__).parent / "locales"
SOURCE = "en"
"""The language that steps in where a text is missing in another."""


class TextMissing(LookupError):
    """No text has this key, or it needs an argument that was not given. Raised in strict mode only."""


class Texts:
    """Texts by key and language: ``texts("nl", "card-title", case="12")``.

    Numbers given as int are written in the language's own way ("1.200") and choose plurals; give ids as str.
    """

    def __init__(self, bundles: Mapping[str, FluentBundle], *, default: str = SOURCE, strict: bool = False) -> None:
        self._bundles = dict(bundles)
        self._default = default if default in self._bundles else SOURCE
        self._strict = strict

    @classmethod
    def load(cls, folder: Path = LOCALES, *, default: str = SOURCE, strict: bool = False) -> "Texts":
        """Reads every ``<locale>/*.ftl`` under ``folder``.

        ``default`` is the team's language, spoken to people whose own isn't here. ``strict`` raises TextMissing where there is
        no text: for tests; in front of people a missing text falls back to English, then to its key.
        """
        return cls({path.name: _bundle(path) for path in sorted(folder.iterdir()) if path.is_dir()}, default=default, strict=strict)

    @property
    def locales(self) -> Sequence[str]:
        """The languages that have texts, sorted."""
        return sorted(self._bundles)

    @property
    def default(self) -> str:
        """The team's language."""
        return self._default

    def closest(self, locale: str | None) -> str:
        """The language here that is nearest to ``locale`` ("en-GB" → "en"), or the default."""
        base = (locale or "").replace("_", "-").partition("-")[0].lower()
        return base if base in self._bundles else self._default

    def has(self, key: str) -> bool:
        """Whether the source language has this text."""
        return self._bundles[SOURCE].has_message(key)

    def __call__(self, locale: str | None, key: str, **args: str | int) -> str:
        """The text of ``key``. Raises TextMissing in strict mode only."""
        for language in dict.fromkeys((self.closest(locale), SOURCE)):
            bundle = self._bundles[language]
            if not bundle.has_message(key):
                self._complain(f"{language} has no text {key!r}")
                continue
            pattern = bundle.get_message(key).value
            if pattern is None:
                self._complain(f"{language} has no text {key!r}, only attributes")
                continue
            text, errors = bundle.format_pattern(pattern, args)
            if errors:
                self._complain(f"{language} {key!r}: {errors[0]!r}")
            return str(text)
        return key

    def _complain(self, problem: str) -> None:
        if self._strict:
            raise TextMissing(problem)


def _bundle(folder: Path) -> FluentBundle:
    # Without isolation marks: Discord shows them inside mentions and links and breaks both.
    bundle = FluentBundle([folder.name], use_isolating=False)
    for path in sorted(folder.glob("*.ftl")):
        bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return bundle
