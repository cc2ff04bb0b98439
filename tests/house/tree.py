"""A miniature checkout with the real `run` in it, whose only package is a wheel made here: set-up is tried for real, with no network."""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
LAYERS = ("core", "dev", "models")
ECHO = "import json, os, sys\nprint(json.dumps({'arguments': sys.argv[1:], 'folder': os.getcwd()}))\n"


@dataclass(frozen=True)
class Tree:
    """The checkout, the folder that stands for the package index, and the environment of a new user."""

    root: Path
    index: Path
    environment: dict[str, str]

    def run(self, *arguments: str, before: str = "") -> subprocess.CompletedProcess[str]:
        """Runs `./run` in a process of its own; ``before`` is Python that seeds what is wrong with the machine."""
        code = f"import runpy, sys\n{before}\nrunpy.run_path({str(self.root / 'run')!r}, run_name='__main__')"
        command = [sys.executable, "-c", code, *arguments]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=120, check=False)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Starts `./run` and does not wait for it."""
        command = [sys.executable, "-u", str(self.root / "run"), *arguments]
        return subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, text=True)

    def lock(self, wheel: Path, *, digest: str = "") -> None:
        """Locks every layer to the wheel."""
        digest = digest or hashlib.sha256(wheel.read_bytes()).hexdigest()
        (self.root / "requirements").mkdir(exist_ok=True)
        for layer in LAYERS:
            (self.root / "requirements" / f"{layer}.txt").write_text(f"# {layer}\ntiny==1.0 --hash=sha256:{digest}\n")
        (self.root / "requirements" / "torch.txt").write_text("tiny==1.0\n")

    def stamped(self) -> set[str]:
        """The layers that count as installed."""
        return {path.name.removeprefix(".haven-") for path in (self.root / ".venv").glob(".haven-*")}

    def forget(self) -> None:
        """Takes stamps and package away, so that the next run sets up again in the same .venv."""
        for path in (self.root / ".venv").glob(".haven-*"):
            path.unlink()
        for path in (self.root / ".venv").glob("lib/*/site-packages/tiny-*"):
            shutil.rmtree(path)


def make_tree(folder: Path) -> Tree:
    """The checkout with nothing set up, an empty home, and no other program on the PATH."""
    root, index, home, path = (folder / name for name in ("haven", "index", "home", "path"))
    for made in (root / "sandbox", root / "bot", index, home, path):
        made.mkdir(parents=True)
    shutil.copy2(ROOT / "run", root / "run")
    (root / "sandbox" / "demo.py").write_text(ECHO)
    (root / "bot" / "__main__.py").write_text(ECHO)
    environment = {
        "HOME": str(home),
        "PATH": str(path),
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(index),
        "PIP_CONFIG_FILE": os.devnull,
        "PYTHONUTF8": "1",
    }
    return Tree(root, index, environment)


def make_wheel(folder: Path) -> Path:
    """The smallest wheel that pip takes: one module named tiny."""
    info = "tiny-1.0.dist-info"
    files = {
        "tiny.py": "SIZE = 1\n",
        f"{info}/METADATA": "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = [f"{name},sha256={_digest(text)},{len(text)}" for name, text in files.items()]
    wheel = folder / "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in {**files, f"{info}/RECORD": "\n".join([*rows, f"{info}/RECORD,,"])}.items():
            archive.writestr(zipfile.ZipInfo(name), text)  # without the time, so that each making has the same hash
    return wheel


def _digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def one_sentence(text: str) -> str:
    """The text, if it is one line that ends like a sentence."""
    assert text.count("\n") == 1, text
    assert text.endswith(".\n"), text
    return text.strip()
