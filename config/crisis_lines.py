"""Lines to call right now, from config/lines: a city puts its own there."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from config.settings import SettingsProblem

LINES = Path(__file__).parent / "lines"
RECHECK_DAYS = 182
"""Numbers change: somebody should look at them every half year."""

Language = Literal["nl", "fr", "en"]


class CrisisLine(BaseModel):
    """One line. ``hours`` is "always", empty (they change) or words; ``danger`` lines come first, whatever the language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: str = Field(pattern=r"^[0-9][0-9 ]{1,19}$")
    name: str = Field(min_length=1, max_length=60)
    what: dict[Language, str] = Field(min_length=3)
    speaks: tuple[Language, ...] = Field(min_length=1)
    hours: str = Field(default="", max_length=40)
    site: str = Field(default="", max_length=60)
    danger: bool = False


class CrisisLines(BaseModel):
    """A list of lines and the day on which somebody last checked them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    line: tuple[CrisisLine, ...] = Field(min_length=1)
    verified_on: date | None = None

    def is_due(self, today: date) -> bool:
        """Whether the numbers should be checked again."""
        return self.verified_on is None or (today - self.verified_on).days > RECHECK_DAYS


def load_lines(name: str, folder: Path = LINES) -> CrisisLines:
    """Reads ``<folder>/<name>.toml``. Raises SettingsProblem, in one sentence."""
    path = folder / f"{name}.toml"
    try:
        return CrisisLines.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError:
        raise SettingsProblem(f"There is no list of crisis lines {path}: see the setting lines.") from None
    except (ValidationError, tomllib.TOMLDecodeError) as problem:
        where = ".".join(map(str, problem.errors()[0]["loc"])) if isinstance(problem, ValidationError) else str(problem)
        raise SettingsProblem(f"The list of crisis lines {path} is wrong: {where}.") from None
