"""Logs as JSON lines on standard error: ids, keys and numbers, never anybody's words and never a secret (R1).

Haven's own code logs no text in the first place. What stands here is the last net, for libraries and for mistakes.
"""

import asyncio
import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterable, MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import structlog

DROPPED: Final = frozenset({"text", "content", "words", "note", "body", "nick", "title", "token", "key", "authorization", "message"})
LONGEST: Final = 200  # characters of one value: ids, keys and sentences of Haven's own are shorter
FRAMES: Final = 6
MASK: Final = "[hidden]"

_TOKEN: Final = re.compile(r"[\w-]{20,}\.[\w-]{5,}\.[\w-]{20,}")
_QUOTED: Final = re.compile(r"['\"({\[<:]")  # where a library's ready-made sentence begins to show values
_ROOT: Final = Path(__file__).parent.parent

Event = MutableMapping[str, Any]


def set_up(level: str, secrets: Iterable[str] = ()) -> None:
    """Sends all logging of the process through one net. ``secrets`` are masked wherever they turn up."""
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_words,
            Redaction(secrets),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    # Never below INFO for libraries: their debug lines hold whole payloads.
    logging.basicConfig(handlers=[_Foreign()], level=max(logging.INFO, logging.getLevelNamesMapping()[level.upper()]), force=True)
    for chatty in ("alembic", "apscheduler"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda args: _uncaught(args.exc_type, args.exc_value, args.exc_traceback)


def watch_loop(loop: asyncio.AbstractEventLoop) -> None:
    """Errors that nobody awaited, without asyncio's own sentence: it shows values."""
    loop.set_exception_handler(lambda _, context: structlog.get_logger().error("loop.error", exc_info=context.get("exception")))


class Redaction:
    """Drops what may be words, cuts what is long, masks secrets."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = [secret for secret in secrets if secret]

    def __call__(self, _logger: object, _method: str, event: Event) -> Event:
        """A structlog processor."""
        return {key: self._safe(value) for key, value in event.items() if key not in DROPPED}

    def _safe(self, value: object) -> object:
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, list | tuple):
            return [self._safe(each) for each in value]
        text = str(value) if isinstance(value, str) else type(value).__name__
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        text = _TOKEN.sub(MASK, text)
        return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def described(error: BaseException) -> list[str]:
    """An exception without its message, which may quote words: types, numbers and places, the cause last."""
    lines: list[str] = []
    link: BaseException | None = error
    while link is not None and len(lines) < FRAMES:
        numbers = [f"{name}={n}" for name in ("status", "code", "errno") if isinstance(n := getattr(link, name, None), int)]
        frames = traceback.extract_tb(link.__traceback__)[-FRAMES:]
        places = " < ".join(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in reversed(frames))
        lines.append(" ".join((type(link).__name__, *numbers, f"at {places}" if places else "")).strip())
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return lines


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(_ROOT)) if path.is_relative_to(_ROOT) and "site-packages" not in path.parts else "/".join(path.parts[-2:])


def _without_words(_logger: object, _method: str, event: Event) -> Event:
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["error"] = described(error)
    return event


class _Foreign(logging.Handler):
    """Records of libraries: the template without its values, and numbers."""

    def emit(self, record: logging.LogRecord) -> None:
        template = str(record.msg)
        event = template if record.args else _QUOTED.split(template, maxsplit=1)[0]
        args = record.args if isinstance(record.args, tuple) else ()
        numbers = [arg for arg in args if isinstance(arg, int | float)]
        error = record.exc_info[1] if record.exc_info else None
        structlog.get_logger().log(
            record.levelno, event.split("\n", maxsplit=1)[0].strip(), logger=record.name, numbers=numbers, exc_info=error
        )


def _uncaught(kind: type[BaseException], error: BaseException | None, _trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        structlog.get_logger().critical("uncaught", exc_info=error)
