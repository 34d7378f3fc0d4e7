"""Imports run one way: neuroinfo -> opendata -> search -> trials -> treatments -> articles -> editorial -> django."""

import ast
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
ORDER = ["editorial", "articles", "treatments", "trials", "search", "opendata", "neuroinfo"]  # each may import what stands before it
MAY_IMPORT_ALL = {"manage.py", "tools", "tests"}


def imported_packages(path):
    """(first part of the name, line) of every import of a file, also of those inside functions and of `import_module("…")`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name.partition(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.partition(".")[0], node.lineno
        elif isinstance(node, ast.Call) and (name := _module_imported_by(node)):
            yield name.partition(".")[0], node.lineno


def _module_imported_by(call):
    called = getattr(call.func, "id", getattr(call.func, "attr", ""))
    named = call.args and isinstance(call.args[0], ast.Constant)
    return str(call.args[0].value) if named and called in ("import_module", "__import__") else ""


def python_files(root):
    for path in sorted(root.rglob("*.py")):
        top = path.relative_to(root).parts[0]
        if not top.startswith(".") and top not in MAY_IMPORT_ALL:
            yield path, top.removesuffix(".py")


def forbidden_imports(root):
    """The imports of a tree that run against the order: a list of "file:line imports package"."""
    wrong = []
    for path, package in python_files(root):
        allowed = ORDER[: ORDER.index(package) + 1] if package in ORDER else []
        for name, line in imported_packages(path):
            if name in ORDER and name not in allowed:
                wrong.append(f"{path.relative_to(root)}:{line} imports {name}")
            if name == "tests":
                wrong.append(f"{path.relative_to(root)}:{line} imports tests")
    return wrong


def test_the_project_imports_one_way():
    assert forbidden_imports(CHECKOUT) == []


def test_every_package_of_the_order_is_looked_at():
    assert {package for _path, package in python_files(CHECKOUT)} >= set(ORDER)


def test_there_is_no_package_outside_the_order():
    packages = {path.parent.name for path in CHECKOUT.glob("*/__init__.py")}

    assert packages - MAY_IMPORT_ALL == set(ORDER)


@pytest.mark.parametrize(
    ("file", "text", "found"),
    [
        ("editorial/models/page.py", "from articles.models import Symptom", "editorial/models/page.py:1 imports articles"),
        ("editorial/actions.py", "def approve():\n    import search.index", "editorial/actions.py:2 imports search"),
        ("articles/views.py", "import django, treatments.models as models", "articles/views.py:1 imports treatments"),
        (
            "articles/views.py",
            "if True:\n    from importlib import import_module\n    import_module('search.words')",
            "articles/views.py:3 imports search",
        ),
        ("treatments/admin.py", "class Meta:\n    from search import index", "treatments/admin.py:2 imports search"),
        ("search/views.py", "from neuroinfo import settings", "search/views.py:1 imports neuroinfo"),
        ("search/views.py", "from neuroinfo.settings import SITE_NAME", "search/views.py:1 imports neuroinfo"),
        ("elsewhere/code.py", "import editorial", "elsewhere/code.py:1 imports editorial"),
        ("editorial/actions.py", "from tests.factories import make_symptom", "editorial/actions.py:1 imports tests"),
    ],
)
def test_an_import_against_the_order_is_found(tmp_path, file, text, found):
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.write_text(text)

    assert forbidden_imports(tmp_path) == [found]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("search/results.py", "from treatments.models import Effect\nfrom articles.models import Symptom\nfrom editorial.models import Page"),
        ("neuroinfo/urls.py", "import search.views"),
        ("manage.py", "import neuroinfo.settings"),
        ("tools/check.py", "import neuroinfo.settings, search"),
        ("tests/conftest.py", "import neuroinfo.settings"),
        (".venv/lib/neuroinfo/x.py", "import neuroinfo"),
        ("editorial/actions.py", "from .models import Page\nfrom editorial.models import Version\n'from articles import x'"),
    ],
)
def test_an_import_along_the_order_is_fine(tmp_path, file, text):
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)

    assert forbidden_imports(tmp_path) == []
