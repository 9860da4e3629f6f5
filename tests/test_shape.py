"""The shape of the code itself: what a reader may rely on in every file of the project."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MOST_LINES, MOST_FUNCTION_LINES = 400, 60
MIRRORED = ("core", "rules", "models", "security", "services", "files", "printing")
STYLE = "station/views/style/"

LATE_IMPORTS = {
    "dev.py": "asks whether this Python can make environments at all",
    "station/app.py": "paints the sign-in window first and loads the rest behind it",
    "station/views/behind.py": "is loaded right after the first picture, and loads the rest",
    "station/cli/demo.py": "only the window needs Qt, and only a new file needs the invented days",
    "station/cli/screenshots.py": "only the pictures need Qt",
    "station/views/signin/view.py": "the first picture has no recovery form",
    "station/views/style/controls.py": "the first picture has no icon",
    "station/views/style/frames.py": "the first picture has no icon",
    "station/wiring.py": "the radio's libraries are loaded when it is first needed",
    "station/wiring_groups.py": "the network's libraries are loaded when they are first needed",
    "station/services/channels/channels.py": (
        "the network's libraries are loaded when they are first needed"
    ),
    "station/files/export_table.py": "openpyxl is loaded when the first workbook is written",
    "station/files/source.py": "openpyxl is loaded when the first workbook is read",
    "station/models/database.py": "the sign-in and the worklist must not wait for SQLAlchemy",
    "station/services/office/firststart.py": "alembic is loaded where a file is made",
    "station/devices/simulated.py": "software meters are there in demos and training only",
    "station/models/opening.py": "alembic is loaded only for a file of an older release",
}
"""Files that may import inside functions, each with its reason; anywhere else it hides a cycle."""

WITHOUT_MIRROR: dict[str, str] = {}
"""Modules of mirrored packages that need no test file of their own, each with its reason."""

FORBIDDEN_CALLS = {
    "eval": "runs what a file says",
    "exec": "runs what a file says",
    "pickle.load": "runs what a file says",
    "pickle.loads": "runs what a file says",
    "yaml.load": "runs what a file says",
    "os.system": "hands text to a shell",
}
RICH_TEXT_CALLS = {"QLabel", "QMessageBox", "setToolTip"}
"""Qt guesses that text with < in it is rich and swallows it; station.views.style asks for plain."""

# Written in two halves, so that this file does not find itself.
INDEX_HOSTS = ("pypi" + ".org", "python" + "hosted", "npm" + "js.org", "crates" + ".io")
MACHINE_PATHS = re.compile("|".join(("/" + "work/", "/" + "root/", "/" + "tmp/[a-z]")))


@cache
def tracked() -> tuple[str, ...]:
    """The names of all files under version control, and of those about to be added."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return tuple(
        name for name in sorted(set(listed.stdout.splitlines())) if (ROOT / name).is_file()
    )


@cache
def python_files() -> tuple[str, ...]:
    """The tracked Python files."""
    return tuple(name for name in tracked() if name.endswith(".py"))


@cache
def source(name: str) -> str:
    """The text of a tracked file."""
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def nodes(name: str) -> tuple[ast.AST, ...]:
    """Every node of the syntax tree of a Python file."""
    return tuple(ast.walk(ast.parse(source(name))))


@pytest.fixture(scope="module", autouse=True)
def _trees() -> Iterator[None]:
    """Let the trees go: each collection of rubbish after them would look at millions of nodes."""
    yield
    nodes.cache_clear()


def program_files() -> list[str]:
    """The Python files of the program itself."""
    return [name for name in python_files() if name.startswith("station/")]


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a file, with what is called as it is written."""
    for node in nodes(name):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def nothing_in(found: Iterable[str]) -> bool:
    """Whether nothing was found; otherwise the test fails with all of it, a line each."""
    if lines := sorted(found):
        pytest.fail("\n".join(lines), pytrace=False)
    return True


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    lengths = {name: source(name).count("\n") for name in python_files()}
    assert nothing_in(f"{name}: {n} lines" for name, n in lengths.items() if n > MOST_LINES)


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{name}:{node.lineno} {node.name}"
        for name in python_files()
        for node in nodes(name)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MOST_FUNCTION_LINES
    ]
    assert nothing_in(long)


def test_everything_public_says_what_it_is() -> None:
    silent = [
        f"{name}: {definition}"
        for name in python_files()
        if not name.startswith(("tests/", "migrations/versions/"))
        for definition in undocumented(ast.parse(source(name)))
    ]
    silent += [name for name in python_files() if not ast.get_docstring(ast.parse(source(name)))]
    assert nothing_in(silent)


def undocumented(module: ast.Module) -> Iterator[str]:
    """The public functions and classes of a module, and methods of these, without a docstring."""
    for node in definitions(module.body):
        if not ast.get_docstring(node):
            yield node.name
        if isinstance(node, ast.ClassDef):
            for method in definitions(node.body):
                # Qt documents what its own methods do, and their names have capitals.
                overrides = node.bases and not method.name.islower()
                if not ast.get_docstring(method) and not overrides:
                    yield f"{node.name}.{method.name}"


def definitions(
    body: list[ast.stmt],
) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """The public functions and classes among these statements."""
    for node in body:
        kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
        if isinstance(node, kinds) and not node.name.startswith("_"):
            yield node


def test_qt_is_never_imported_whole() -> None:
    starred = [
        f"{name}:{node.lineno}"
        for name in python_files()
        for node in nodes(name)
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
    ]
    assert nothing_in(starred)


def test_text_on_screen_is_made_by_the_style() -> None:
    bare = [
        f"{name}:{call.lineno} {called}"
        for name in program_files()
        if not name.startswith(STYLE)
        for called, call in calls(name)
        if set(called.split(".")) & RICH_TEXT_CALLS
    ]
    assert nothing_in(bare)


def test_no_file_is_obeyed_and_no_shell_is_asked() -> None:
    found = [
        f"{name}:{call.lineno} {called}: {FORBIDDEN_CALLS.get(called, 'hands text to a shell')}"
        for name in python_files()
        for called, call in calls(name)
        if called in FORBIDDEN_CALLS or any(ast.unparse(k) == "shell=True" for k in call.keywords)
    ]
    assert nothing_in(found)


def test_imports_stand_at_the_top() -> None:
    late = {
        f"{name}:{inner.lineno}"
        for name in python_files()
        if name not in LATE_IMPORTS
        for node in nodes(name)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    }
    assert nothing_in(late)


def test_the_lists_of_exceptions_are_still_needed() -> None:
    assert nothing_in({*LATE_IMPORTS, *WITHOUT_MIRROR} - set(python_files()))


def test_no_file_names_a_machine_or_a_package_index() -> None:
    found = [f"{name}: {match}" for name in tracked() for match in addresses(ROOT / name)]
    assert nothing_in(found)


def addresses(path: Path) -> Iterator[str]:
    """The package indexes and the folders of one machine that a text file names."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return
    yield from (host for host in INDEX_HOSTS if host in text)
    yield from MACHINE_PATHS.findall(text)


def test_every_screen_is_held_by_the_contract() -> None:
    """A package of station.views that the layers do not list would be held to nothing."""
    packages = {path.parent.name for path in (ROOT / "station" / "views").glob("*/__init__.py")}
    contracts = tomllib.loads(source("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    views = next(each for each in contracts if each.get("containers") == ["station.views"])
    assert nothing_in(packages - set(re.findall(r"\w+", " ".join(views["layers"]))))


@pytest.mark.parametrize("package", MIRRORED)
def test_every_module_has_a_mirror_among_the_tests(package: str) -> None:
    lacking = [
        name
        for name in program_files()
        if name.startswith(f"station/{package}/")
        and not name.endswith("/__init__.py")
        and name not in WITHOUT_MIRROR
        and not any((ROOT / mirror).exists() for mirror in mirrors(name))
    ]
    assert nothing_in(lacking)


def mirrors(name: str) -> Iterator[Path]:
    """Where a module's tests may stand: beside its like, or with all of a small inner package."""
    path = Path(name)
    folder = Path("tests", *path.parts[1:-1])
    yield folder / f"test_{path.name}"
    if len(folder.parts) > 2:
        yield folder.with_name(f"test_{folder.name}.py")
