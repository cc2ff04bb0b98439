"""One live Haven per data folder: two would do every act twice, and each would take up what the other holds."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.settings import SettingsProblem


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Holds the folder, making it where it isn't there. The kernel lets go when the process ends, however it ends.

    Raises SettingsProblem where another process holds it, or where the folder can't be written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        held = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        raise SettingsProblem(f"The data folder {folder} can't be written: change its owner, or set HAVEN_DATA_DIR.") from None
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SettingsProblem(
                f"Another Haven is running on the data folder {folder}: stop it first, or set HAVEN_DATA_DIR to a folder of its own."
            ) from None
        yield
    finally:
        os.close(held)
