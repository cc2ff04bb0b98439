"""What a city chooses: read from the environment (HAVEN_…), a .env file and haven.toml, in that order of weight."""

import os
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

Name = Annotated[str, Field(min_length=1, max_length=100)]


class SettingsProblem(Exception):
    """The settings can't be used. Its text is one sentence for the person who starts Haven."""


class Part(BaseModel):
    """A group of settings: unknown names are mistakes, not silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _Toml(TomlConfigSettingsSource):
    def __call__(self) -> dict[str, Any]:
        # A .env may serve other programs too, so unknown names are let be there, but never in a file of Haven's own.
        given = super().__call__()
        unknown = sorted(set(given) - set(self.settings_cls.model_fields))
        if unknown:
            raise SettingsProblem(f"The settings file has the unknown name {unknown[0]!r}.")
        return given


class DiscordSettings(Part):
    """How Haven reaches Discord."""

    token: SecretStr | None = Field(default=None, description="The bot's token from Discord's developer portal. Keep it out of haven.toml.")
    guild_ready_timeout: float = Field(
        default=2.0,
        gt=0,
        le=30,
        description="Seconds to wait at start until Discord has listed all servers; longer for hundreds of servers.",
    )


class HouseNames(Part):
    """The names that /setup looks for, and gives to what it has to create."""

    worker_role: Name = Field(default="Haven worker", description="Role of the prevention workers who see the queue.")
    lead_role: Name = Field(default="Haven lead", description="Role of lead workers, who may also switch the analysis off.")
    organiser_role: Name = Field(default="Haven organiser", description="Role of those who run tournaments; it never sees the queue.")
    category: Name = Field(default="Haven", description="Category that new channels are put into.")
    welcome: Name = Field(default="welcome", description="Channel with the notice and the help-now button.")
    queue: Name = Field(default="haven-queue", description="Private channel where cases are laid before workers.")
    lobby: Name = Field(default="lobby", description="Channel to meet and sign up.")
    match: Name = Field(default="match-1", description="First channel for matches.")
    discussion: Name = Field(default="discussion", description="Channel for discussion sessions.")


class WatchSettings(Part):
    """Names (with * and ?) of channels that /setup begins to watch, by what they are for. Nothing else is read."""

    lobby: tuple[str, ...] = Field(default=("lobby*",), description="Channels to meet and sign up.")
    match: tuple[str, ...] = Field(default=("match*",), description="Channels where a game is played.")
    discussion: tuple[str, ...] = Field(default=("discussion*",), description="Channels for discussion sessions.")


class ClassifierSettings(Part):
    """Which classifier reads messages. Its result only ever lays a message before a human."""

    name: Literal["lexicon", "detoxify"] = Field(default="lexicon", description="lexicon (explainable, no model) or detoxify (a model).")
    model: str = Field(default="", description="For detoxify: a folder with a checkpoint, or an official name such as multilingual.")
    sha256: str = Field(
        default="", pattern=r"^([0-9a-fA-F]{64})?$", description="SHA-256 that the checkpoint file must have; empty: not checked."
    )
    limit_s: float = Field(default=2.0, gt=0, le=60, description="Seconds a message may wait for its score before only the rules judge it.")
    queue_size: int = Field(default=2000, ge=1, le=100_000, description="Messages that may wait for a heavy classifier at once.")


class WindowSettings(Part):
    """The conversation that Haven remembers, in memory only."""

    turns: int = Field(default=50, ge=1, le=500, description="Messages remembered per channel.")
    channels: int = Field(default=500, ge=1, le=10_000, description="Channels remembered at once.")
    minutes: int = Field(default=30, ge=1, le=240, description="Minutes after which a message is forgotten.")


class FreezeSettings(Part):
    """What is kept of the conversation around a message that is laid before a worker."""

    before: int = Field(default=8, ge=0, le=25, description="Messages frozen before it.")
    after: int = Field(default=3, ge=0, le=10, description="Messages frozen after it.")
    after_minutes: int = Field(default=2, ge=0, le=30, description="Minutes during which later messages are still frozen.")


class RetentionSettings(Part):
    """How long words are kept. When they go, they go from the database and from the card."""

    undo_minutes: int = Field(default=30, ge=1, le=1440, description="Minutes that the text of a decided case is kept, to undo a mistake.")
    days: int = Field(default=14, ge=1, le=30, description="Days that the text of an undecided case is kept, at most 30.")
    note_days: int = Field(default=14, ge=1, le=30, description="Days that a worker's note is kept.")


class HttpSettings(Part):
    """Where health and metrics are read. Loopback unless you put something in front."""

    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8060, ge=0, le=65535, description="Port to listen on; 0 takes any free one.")


class Settings(BaseSettings):
    """All settings. Environment names are HAVEN_ and the path with two underscores: HAVEN_DISCORD__TOKEN."""

    model_config = SettingsConfigDict(env_prefix="HAVEN_", env_nested_delimiter="__", env_file=".env", extra="ignore", frozen=True)

    data_dir: Path = Field(default=Path("data"), description="Folder for the database and the key. Created with mode 0700.")
    default_language: Literal["nl", "fr", "en"] = Field(
        default="nl", description="The team's language: of cards, the notice, and people without one."
    )
    time_zone: str = Field(default="Europe/Brussels", description="Time zone in which people read times.")
    lines: Name = Field(default="be", description="Which list of crisis lines from config/lines to show.")
    analysis: bool = Field(
        default=True, description="Whether Haven reads watched channels at all. Leads switch it per server with /analysis."
    )
    consequences: Literal["live", "dry-run"] = Field(
        default="live", description="dry-run: decisions are recorded and shown on the card, but nothing is done to messages or people."
    )
    timeouts_enabled: bool = Field(
        default=False, description="Whether workers can time somebody out. Until appeals exist, for the demo and dry run only."
    )
    key: SecretStr | None = Field(
        default=None, description="Key for flagged text, as made by `./run bot key new`. Empty: the key file is used."
    )
    key_file: Path | None = Field(
        default=None, description="File with the key, mode 0600. Empty: `key` in the data folder, made at first start."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="How much is logged. Never holds message text."
    )
    discord: DiscordSettings = DiscordSettings()
    house: HouseNames = HouseNames()
    watch: WatchSettings = WatchSettings()
    classifier: ClassifierSettings = ClassifierSettings()
    window: WindowSettings = WindowSettings()
    freeze: FreezeSettings = FreezeSettings()
    retention: RetentionSettings = RetentionSettings()
    http: HttpSettings = HttpSettings()

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
            raise ValueError(f"there is no time zone {name!r}") from unknown
        return name

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What weighs more comes first."""
        toml = _Toml(settings_cls, toml_file=Path(os.environ.get("HAVEN_CONFIG", "haven.toml")))
        return init_settings, env_settings, dotenv_settings, toml, file_secret_settings

    @property
    def key_path(self) -> Path:
        """Where the key file is, or will be made."""
        return self.key_file or self.data_dir / "key"

    @property
    def database_path(self) -> Path:
        """Where the database is, or will be made."""
        return self.data_dir / "haven.sqlite3"

    def token(self) -> str:
        """The bot's token. Raises SettingsProblem where there is none."""
        token = self.discord.token
        if token is None or not token.get_secret_value().strip():
            raise SettingsProblem("Haven needs its Discord token: set HAVEN_DISCORD__TOKEN in the environment or in a file named .env.")
        return token.get_secret_value().strip()


def load_settings() -> Settings:
    """Reads all sources. Raises SettingsProblem, in one sentence, where a setting is wrong or the file can't be read."""
    named = os.environ.get("HAVEN_CONFIG")
    if named and not Path(named).is_file():
        raise SettingsProblem(f"HAVEN_CONFIG names {named}, and there is no such file.")
    try:
        return Settings()
    except ValidationError as problem:
        raise SettingsProblem(_sentence(problem)) from None
    except ValueError as problem:  # a TOML file that can't be parsed
        raise SettingsProblem(f"The settings file can't be read: {problem}.") from None


def _sentence(problem: ValidationError) -> str:
    # Never with the value: it may be a secret that was put under the wrong name.
    first = problem.errors(include_input=False, include_url=False)[0]
    path = [str(step) for step in first["loc"]]
    wrong = first["msg"].removeprefix("Value error, ")
    return f"The setting {'.'.join(path)} (HAVEN_{'__'.join(path).upper()}) is wrong: {wrong}."
