"""One miniature checkout for all tests of `./run`, since its .venv takes seconds to make."""

import importlib.machinery
import importlib.util
from collections.abc import Iterator
from types import ModuleType

import pytest

from tests.house.tree import ROOT, Tree, make_tree, make_wheel


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    tree = make_tree(tmp_path_factory.mktemp("checkout"))
    tree.lock(make_wheel(tree.index))
    return tree


@pytest.fixture
def tree(made: Tree) -> Iterator[Tree]:
    """A tree whose .venv is made but holds no layer; what a test breaks is mended after it."""
    made.forget()
    yield made
    made.lock(make_wheel(made.index))


@pytest.fixture
def run() -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("haven_run", str(ROOT / "run"))
    spec = importlib.util.spec_from_loader("haven_run", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module
