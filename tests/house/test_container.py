"""The container's files, checked as far as they can be without an engine."""

import ast
import re
import shlex
import tomllib
from pathlib import PurePosixPath

import pytest
import yaml

from config.settings import Settings
from tests.house.tree import ROOT

SECRET = re.compile(r"token|secret|password|_key=", re.IGNORECASE)


def instructions() -> list[tuple[str, str]]:
    """(instruction, its arguments), with continued lines joined and comments gone."""
    lines = [line for line in (ROOT / "Dockerfile").read_text().splitlines() if line.strip() and not line.startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [(name, rest.strip()) for name, _, rest in (line.partition(" ") for line in joined.splitlines())]


def told(name: str) -> list[str]:
    return [rest for instruction, rest in instructions() if instruction == name]


def let_in(path: str) -> bool:
    """Whether .dockerignore, which names what may come, lets a path into the build."""
    rows = (ROOT / ".dockerignore").read_text().splitlines()
    named = {row[1:] for row in rows if row.startswith("!")}
    assert "*" in rows
    return any(str(part) in named for part in (PurePosixPath(path), *PurePosixPath(path).parents))


def environment() -> dict[str, str]:
    words = [word for rest in told("ENV") for word in shlex.split(rest)]
    return dict(word.split("=", 1) for word in words)


def test_it_runs_as_somebody_without_rights() -> None:
    assert told("USER") == ["10001"]
    order = [name for name, _ in instructions()]
    assert order.index("USER") < order.index("CMD")
    assert "RUN" not in order[order.index("USER") :]
    assert any("--uid 10001" in rest for rest in told("RUN"))


def test_what_it_copies_exists_and_is_let_into_the_build() -> None:
    sources = [source for rest in told("COPY") for source in rest.split()[:-1]]
    assert sources
    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert [source for source in sources if not let_in(source)] == []


@pytest.mark.parametrize("path", [".env", ".git/config", "data/key", "tests/conftest.py", "haven.toml", ".venv/bin/python"])
def test_what_must_not_come_along_stays_out(path: str) -> None:
    assert not let_in(path)


def test_every_package_that_the_program_imports_is_in_the_image() -> None:
    copied = {rest.split()[0] for rest in told("COPY")}
    ours = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    needed, todo = set[str](), ["bot"]
    while todo:
        package = todo.pop()
        needed.add(package)
        for path in (ROOT / package).rglob("*.py"):
            if path.relative_to(ROOT).parts[:2] in {("bot", "bench"), ("bot", "bench.py")}:
                continue  # measures over the sandbox, in a checkout only
            nodes = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom) and node.module]
            todo += {str(node.module).split(".")[0] for node in nodes} & ours - needed
    assert needed <= copied


def test_packages_come_hash_locked_and_without_pytorch() -> None:
    install = next(rest for rest in told("RUN") if "pip install" in rest)
    assert "--require-hashes" in install
    assert "-r requirements/core.txt" in install
    locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements" / "core.txt").read_text(), re.MULTILINE))
    assert {"discord-py", "sqlalchemy"} <= locked
    assert {"torch", "transformers", "detoxify", "pytest"} & locked == set()


def test_the_health_check_asks_where_the_bot_answers() -> None:
    assert len(told("HEALTHCHECK")) == 1
    http = Settings.model_fields["http"].default
    assert f"http://{http.host}:{http.port}/healthz" in told("HEALTHCHECK")[0]


def test_no_secret_stands_in_the_image_or_the_compose_file() -> None:
    assert [rest for name, rest in instructions() if name in {"ENV", "ARG"} and SECRET.search(rest.replace("KEY_FILE", ""))] == []
    assert "environment" not in yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]["haven"]


def test_data_and_key_lie_in_two_volumes_that_the_settings_name() -> None:
    volumes = ast.literal_eval(told("VOLUME")[0])
    assert environment()["HAVEN_DATA_DIR"] == volumes[0]
    assert str(PurePosixPath(environment()["HAVEN_KEY_FILE"]).parent) == volumes[1]
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())
    mounted = dict(row.split(":") for row in compose["services"]["haven"]["volumes"])
    assert list(mounted.values()) == volumes
    assert set(mounted) == set(compose["volumes"])


def test_its_python_is_one_that_haven_runs_on() -> None:
    version = re.match(r"python:(\d+)\.(\d+)-slim", told("FROM")[0])
    assert version is not None
    lowest = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"].removeprefix(">=")
    assert (int(version[1]), int(version[2])) >= tuple(int(part) for part in lowest.split("."))


def test_the_container_is_read_only_and_keeps_no_rights() -> None:
    service = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]["haven"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "ports" not in service
