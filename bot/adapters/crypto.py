"""Encrypts single fields with AES-256-GCM under a small ring of keys, so that a key can be replaced without losing a word."""

import base64
import binascii
import hashlib
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_ID_BYTES = 4
_NONCE_BYTES = 12
_HEAD_BYTES = _ID_BYTES + _NONCE_BYTES
_OTHERS = 0o077


class KeyProblem(Exception):
    """The key is missing, malformed, readable by others, or another one. Its text is one sentence for the operator."""


class FieldKey:
    """One key. ``id`` is drawn from the key itself (8 hex digits), so a ciphertext names its key without a table of keys."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise KeyProblem(f"A key is {KEY_BYTES} bytes in base64, and this one has {len(secret)}.")
        self.secret = secret
        self.id = hashlib.sha256(b"haven field key" + secret).hexdigest()[: _ID_BYTES * 2]
        self._cipher = AESGCM(secret)

    def seal(self, plain: bytes, place: str) -> bytes:
        """Encrypts ``plain``; it opens again only for the same ``place`` ("evidence/12/discord:5/message/words")."""
        nonce = os.urandom(_NONCE_BYTES)
        return bytes.fromhex(self.id) + nonce + self._cipher.encrypt(nonce, plain, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """Decrypts. Raises KeyProblem where a bit was changed or the field was moved to another place."""
        try:
            return self._cipher.decrypt(sealed[_ID_BYTES:_HEAD_BYTES], sealed[_HEAD_BYTES:], place.encode())
        except (InvalidTag, ValueError):
            raise KeyProblem(f"The encrypted field {place} was changed outside Haven, or belongs to another row.") from None


class KeyRing:
    """The keys that open fields. The first is the one to use from the next rotation on; the others only open what is older."""

    def __init__(self, keys: Sequence[FieldKey], *, file: Path | None = None) -> None:
        if not keys:
            raise KeyProblem("There is no key: set HAVEN_KEY, or let Haven make a key file.")
        self.first = keys[0]
        self._keys = {key.id: key for key in keys}
        self._file = file

    def __len__(self) -> int:
        return len(self._keys)

    def key(self, key_id: str) -> FieldKey:
        """The key with this id. A key file is read once more for an id that is not known: a rotation may just have run beside us.

        Raises KeyProblem.
        """
        if key_id not in self._keys and self._file is not None:
            self._keys |= {key.id: key for key in _read(self._file)}
        found = self._keys.get(key_id)
        if found is None:
            raise KeyProblem(f"The database was written with the key {key_id}, and this is another key: put the right one back.")
        return found

    def open(self, sealed: bytes, place: str) -> bytes:
        """Decrypts with whichever key the ciphertext names. Raises KeyProblem."""
        return self.key(key_of(sealed)).open(sealed, place)


def key_of(sealed: bytes) -> str:
    """The id of the key that wrote this ciphertext."""
    return sealed[:_ID_BYTES].hex()


def new_key() -> str:
    """A fresh key, as HAVEN_KEY or a line of the key file takes it."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def load_keys(setting: str | None, file: Path, *, database: Path) -> KeyRing:
    """The keys from ``setting`` (base64, the newest first, separated by commas), else from ``file``.

    The file is made, mode 0600, only where no ``database`` exists yet: a database whose key is gone must not get another.
    Raises KeyProblem.
    """
    if setting:
        return KeyRing([_parse(part) for part in setting.split(",")])
    if not file.exists():
        if database.exists():
            raise KeyProblem(f"The key file {file} is missing, but {database} was written with it: put it back from where you keep it.")
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_key_file(file, [new_key()])
    return KeyRing(_read(file), file=file)


def key_lines(file: Path) -> list[str]:
    """The lines of a key file, the newest key first. Raises KeyProblem where it can't be read or others may read it."""
    try:
        mode = file.stat().st_mode
        text = file.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as problem:
        raise KeyProblem(f"The key file {file} can't be read ({type(problem).__name__}).") from None
    if mode & _OTHERS:
        raise KeyProblem(f"The key file {file} can be read by others: run `chmod 600 {file}`.")
    return text.split()


def write_key_file(file: Path, lines: Sequence[str]) -> None:
    """Replaces a key file at one stroke: after a crash, or a loss of power, the old or the new one is there, whole."""
    beside = file.with_name(f"{file.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
        out.write("".join(f"{line}\n" for line in lines))
        out.flush()
        os.fsync(out.fileno())
    beside.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _read(file: Path) -> list[FieldKey]:
    return [_parse(line) for line in key_lines(file)]


def _parse(text: str) -> FieldKey:
    try:
        secret = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        raise KeyProblem("A key must be base64, as `./run bot key new` prints it.") from None
    return FieldKey(secret)
