"""What a message may hold: text, embeds, files, a poll. Raises Refused as the platform would."""

from collections.abc import Iterator, Sequence

from sandbox.discord import wire
from sandbox.discord.errors import Refused, check_length, invalid
from sandbox.discord.ids import Json
from sandbox.discord.limits.components import check_components

CONTENT, EMBEDS, EMBED_TOTAL, FIELDS, FILES, NONCE = 2000, 10, 6000, 25, 10, 25
POLL_HOURS = 32 * 24
FILE_SIZE = 10 * 1024 * 1024
_EMBED_TEXTS = (("title", 256), ("description", 4096), ("footer.text", 2048), ("author.name", 256))
_FIELD_TEXTS = (("name", 256), ("value", 1024))

File = tuple[str, bytes]


def check_message(body: Json, files: Sequence[File] = ()) -> None:
    """The limits that hold for new and edited messages alike."""
    check_length("content", _text(body, "content", "content"), 0, CONTENT)
    check_embeds(body.get("embeds") or [])
    check_files(files)
    v2 = bool((body.get("flags") or 0) & wire.COMPONENTS_V2)
    if v2 and (body.get("content") or body.get("embeds") or body.get("poll")):
        raise invalid("content", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "This field cannot be used with components V2.")
    check_components(body.get("components") or [], v2=v2)
    _check_mentions(body.get("allowed_mentions") or {})
    check_length("nonce", str(body.get("nonce") or ""), 0, NONCE)
    if body.get("poll"):
        check_poll(body["poll"])


def check_not_empty(message: Json, files: Sequence[File] = ()) -> None:
    """400/50006 where there is nothing to see."""
    if not (
        files
        or any(message.get(key) for key in ("content", "embeds", "components", "poll", "sticker_ids", "attachments", "message_snapshots"))
    ):
        raise Refused(400, 50006, "Cannot send an empty message")


def check_embeds(embeds: list[Json]) -> None:
    """Up to ten, each text within its limit, 6000 characters together."""
    check_length("embeds", embeds, 0, EMBEDS)
    total = 0
    for index, embed in enumerate(embeds):
        check_length(f"embeds.{index}.fields", embed.get("fields"), 0, FIELDS)
        for path, text, least, most in _embed_texts(embed):
            check_length(f"embeds.{index}.{path}", text, least, most)
            total += len(text)
    if total > EMBED_TOTAL:
        raise invalid("embeds", "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {EMBED_TOTAL}")


def _embed_texts(embed: Json) -> Iterator[tuple[str, str, int, int]]:
    for path, most in _EMBED_TEXTS:
        outer, _, inner = path.partition(".")
        holder = (embed.get(outer) or {}) if inner else embed
        yield path, _text(holder, inner or outer, path), 0, most
    for number, field in enumerate(embed.get("fields") or []):
        for name, most in _FIELD_TEXTS:
            path = f"fields.{number}.{name}"
            yield path, _text(field, name, path).strip(), 1, most


def check_files(files: Sequence[File]) -> None:
    """Up to ten files of up to 10 MiB."""
    check_length("attachments", list(files), 0, FILES)
    if any(len(data) > FILE_SIZE for _, data in files):
        raise Refused(413, 40005, "Request entity too large")


def check_poll(poll: Json) -> None:
    """A question, one to ten answers, at most 32 days."""
    check_length("poll.question.text", _text(poll.get("question") or {}, "text", "poll.question.text"), 1, 300)
    answers = poll.get("answers") or []
    check_length("poll.answers", answers, 1, 10)
    for index, answer in enumerate(answers):
        path = f"poll.answers.{index}.poll_media.text"
        check_length(path, _text(answer.get("poll_media") or {}, "text", path), 1, 55)
    if not 1 <= int(poll.get("duration") or 24) <= POLL_HOURS:
        raise invalid("poll.duration", "NUMBER_TYPE_MAX", f"int value should be less than or equal to {POLL_HOURS}.")


def _check_mentions(allowed: Json) -> None:
    for kind in ("users", "roles"):
        listed = allowed.get(kind) or []
        if listed and kind in (allowed.get("parse") or []):
            raise invalid(
                f"allowed_mentions.{kind}",
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f"parse:[{kind!r}] and {kind}: are mutually exclusive.",
            )
        check_length(f"allowed_mentions.{kind}", listed, 0, 100)


def _text(holder: Json, key: str, path: str) -> str:
    value = holder.get(key)
    if value is not None and not isinstance(value, str):
        raise invalid(path, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
    return value or ""
