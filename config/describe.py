"""Writes docs/settings.md from the settings themselves: ``python -m config.describe > docs/settings.md``."""

import sys
from collections.abc import Iterator

from pydantic import BaseModel, SecretStr

from config.settings import Settings

HEAD = """# Settings

Made from `config/settings.py` by `python -m config.describe`; don't edit it by hand.

Everything has a default but the token. What weighs more comes first: the environment, then a file `.env`, then `haven.toml` (or the
file that `HAVEN_CONFIG` names). In `haven.toml`, `classifier.name` is written as `name` under `[classifier]`.
Lists are written as JSON in the environment: `HAVEN_WATCH__MATCH='["match*", "game*"]'`.

| Setting | Environment | Default | What it does |
|---|---|---|---|
"""


def settings_markdown() -> str:
    """The whole page."""
    return HEAD + "".join(_rows(Settings, ()))


def _rows(model: type[BaseModel], path: tuple[str, ...]) -> Iterator[str]:
    fields = model.model_fields.items()
    for name, field in sorted(fields, key=lambda item: isinstance(item[1].default, BaseModel)):
        here = (*path, name)
        if isinstance(field.default, BaseModel):
            yield from _rows(type(field.default), here)
            continue
        environment = "HAVEN_" + "__".join(here).upper()
        yield f"| `{'.'.join(here)}` | `{environment}` | {_default(field.default)} | {field.description} |\n"


def _default(value: object) -> str:
    if value is None or value == "" or isinstance(value, SecretStr):
        return "none"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return ", ".join(f"`{item}`" for item in value)
    return f"`{value}`"


if __name__ == "__main__":
    sys.stdout.write(settings_markdown())
