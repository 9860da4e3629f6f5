"""Only models.records changes what is stored: everywhere else SQL only reads."""

import ast
import re
from pathlib import Path

STATION = Path(__file__).parents[2] / "station"
WRITING_CALLS = {"run", "execute", "executemany"}
CHANGING = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|DROP|ALTER|CREATE)\s+\S")
BELOW = {
    "audit.py": "adds the rows of the log, and signs what the triggers note",
    "upgrade.py": "changes the shape of the file",
}
"""Modules of models, beside records, that change what is stored, each with its reason."""


def modules() -> list[Path]:
    """All modules of the program but records and the machinery below them."""
    records = STATION / "models" / "records"
    below = {STATION / "models" / name for name in BELOW}
    return [
        path for path in STATION.rglob("*.py") if records not in path.parents and path not in below
    ]


def test_no_other_module_holds_a_statement_that_changes_something() -> None:
    found = [
        f"{path.relative_to(STATION)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CHANGING.match(node.value)
    ]
    assert found == []


def test_no_other_layer_runs_statements_on_a_writer() -> None:
    found = [
        f"{path.relative_to(STATION)}:{node.lineno}"
        for path in modules()
        if STATION / "models" not in path.parents
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITING_CALLS
        and ast.unparse(node.func.value) in {"writer", "self._writer", "w"}
    ]
    assert found == []
