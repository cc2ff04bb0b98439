"""The last net: whatever is logged, no words and no secrets come out (R1)."""

import asyncio
import json
import logging
import sys
from collections.abc import Iterator

import pytest
import structlog

from bot import logs

SECRET = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.abcdefghijklmnopqrstuvwxyz0123456789ABCD"
CANARY = "canary-7f3a words that a young person wrote"


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    hooks = sys.excepthook, logging.root.handlers[:], logging.root.level
    yield
    sys.excepthook = hooks[0]
    logging.root.handlers[:] = hooks[1]
    logging.root.setLevel(hooks[2])
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def fail() -> None:
    raise ValueError(CANARY)


def test_words_and_secrets_are_dropped_or_masked(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("info", secrets=["the-field-key"])
    structlog.get_logger().info("case.opened", case=12, text=CANARY, content=CANARY, problem=f"with the-field-key and {SECRET}")
    (line,) = lines(capsys)
    assert line["case"] == 12
    assert "the-field-key" not in str(line)
    assert SECRET not in str(line)
    assert CANARY not in str(line)


def test_an_exception_says_where_and_not_what(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("info")
    try:
        fail()
    except ValueError:
        structlog.get_logger().exception("broke")
    (line,) = lines(capsys)
    assert "ValueError" in str(line["error"])
    assert "test_logs.py" in str(line["error"])
    assert CANARY not in str(line)


def test_causes_are_told_too() -> None:
    try:
        try:
            fail()
        except ValueError as inner:
            raise OSError(28, CANARY) from inner
    except OSError as outer:
        described = logs.described(outer)
    assert [line.split(" ")[0] for line in described] == ["OSError", "ValueError"]
    assert "errno=28" in described[0]
    assert CANARY not in str(described)


def test_libraries_show_their_template_and_no_values(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("debug")
    logging.getLogger("discord.http").warning("We got %s with %s, retry in %.2f", CANARY, 429, 1.5)
    logging.getLogger("discord.gateway").debug("WebSocket Event: %s", CANARY)
    logging.getLogger("somebody").error(f"Exception in callback handle('{CANARY}')")  # noqa: G004 - libraries do this
    first, second = lines(capsys)
    assert first["event"] == "We got %s with %s, retry in %.2f"
    assert first["numbers"] == [429, 1.5]
    assert second["event"] == "Exception in callback handle"
    assert CANARY not in str([first, second])


async def test_errors_that_nobody_awaited(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("info")
    loop = asyncio.get_running_loop()
    logs.watch_loop(loop)
    loop.call_soon(fail)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    loop.set_exception_handler(None)
    (line,) = lines(capsys)
    assert line["event"] == "loop.error"
    assert "ValueError" in str(line["error"])
    assert CANARY not in str(line)


def test_an_uncaught_error_says_where_and_not_what(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("info")
    try:
        fail()
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
    (line,) = lines(capsys)
    assert line["event"] == "uncaught"
    assert CANARY not in str(line)


def test_what_is_too_long_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("info")
    structlog.get_logger().info("long", what="x" * 5000, nested=["y" * 5000], thing=object())
    (line,) = lines(capsys)
    assert len(json.dumps(line)) < 700
    assert line["thing"] == "object"
