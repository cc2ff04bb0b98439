"""What the wire answers when it says no: a status, a code and a sentence, the same for the bot and for scripted people."""

from typing import Any


class Refused(Exception):
    """A request that the platform would not do. ``code`` is the platform's own number; ``errors`` names fields of an invalid form."""

    def __init__(self, status: int, code: int, message: str, errors: dict[str, Any] | None = None) -> None:
        super().__init__(f"{status}/{code}: {message}" + (f" {errors}" if errors else ""))
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def body(self) -> dict[str, Any]:
        """The answer's JSON."""
        return {"message": self.message, "code": self.code, **({"errors": self.errors} if self.errors else {})}


def invalid(path: str, code: str, message: str) -> Refused:
    """400/50035 with the nested ``errors`` tree for a dotted ``path`` ("embeds.0.title")."""
    tree: dict[str, Any] = {"_errors": [{"code": code, "message": message}]}
    for part in reversed(path.split(".")):
        tree = {part: tree}
    return Refused(400, 50035, "Invalid Form Body", tree)


def too_long(path: str, most: int) -> Refused:
    """400/50035: the text or list at ``path`` has more than ``most`` entries."""
    return invalid(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")


def bad_length(path: str, least: int, most: int) -> Refused:
    """400/50035: the text or list at ``path`` is outside ``least`` to ``most``."""
    return invalid(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")


def check_length(path: str, text: object, least: int, most: int) -> None:
    """Raises Refused where ``text`` (or a list; None counts as empty) is shorter than ``least`` or longer than ``most``."""
    size = len(text) if isinstance(text, str | list) else 0
    if size > most and not least:
        raise too_long(path, most)
    if not least <= size <= most:
        raise bad_length(path, least, most)


def required(path: str) -> Refused:
    """400/50035: the field at ``path`` is missing."""
    return invalid(path, "BASE_TYPE_REQUIRED", "This field is required")


def choice(path: str) -> Refused:
    """400/50035: the value at ``path`` is none of those that the platform knows."""
    return invalid(path, "BASE_TYPE_CHOICES", "Value is not one of those allowed.")


def missing_access() -> Refused:
    """403/50001: the place is hidden from who asks."""
    return Refused(403, 50001, "Missing Access")


def missing_permissions() -> Refused:
    """403/50013: seen, but not allowed; also the answer where a role stands too high."""
    return Refused(403, 50013, "Missing Permissions")


def unknown(what: str) -> Refused:
    """404 with the code of the thing that isn't there ("Channel", "Message", …)."""
    codes = {"Channel": 10003, "Guild": 10004, "Member": 10007, "Message": 10008, "Overwrite": 10009, "Role": 10011, "User": 10013}
    codes |= {"Emoji": 10014, "Webhook": 10015, "interaction": 10062, "application command": 10063}
    return Refused(404, codes[what], f"Unknown {what}")
