"""The word lists, one file a language: what a city may extend. How to write them stands in README.md beside this file."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent


def load_lexicons(folder: Path = HERE) -> Mapping[str, Mapping[str, object]]:
    """Every .toml file of ``folder``, parsed, by its name. Raises ValueError naming a file that is not TOML."""
    files = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            files[path.name] = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
            raise ValueError(f"{path.name}: {wrong}") from wrong
    return files
