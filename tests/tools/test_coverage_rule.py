"""The coverage rule asks for every branch where it matters, and most of the rest."""

from typing import Any

import pytest

from tools.coverage_rule import ROOT, WHOLE, problems


def report(path: str, percent: float, lines: list[int], jumps: list[list[int]]) -> dict[str, Any]:
    """A report about one file, shaped as coverage's own."""
    file = {"missing_lines": lines, "missing_branches": jumps}
    return {"files": {path: file}, "totals": {"percent_covered": percent}}


def test_a_whole_file_keeps_the_rule() -> None:
    assert problems(report("station/rules/limits.py", 100.0, [], [])) == []


def test_a_branch_without_a_test_breaks_it_in_the_rules() -> None:
    found = problems(report("station/rules/limits.py", 99.0, [12], [[30, 34]]))
    assert found == ["station/rules/limits.py: every branch must be tested; not yet: 12, 30->34"]


@pytest.mark.parametrize(
    "path",
    [
        "station/sync/fhir/base.py",
        "station/services/sync/sealing.py",
        "station/services/sync/run.py",
        "station/services/conflicts/choosing.py",
        "station/services/conflicts/conflicts.py",
        "station/services/intake/told.py",
    ],
)
def test_what_others_wrote_is_taken_in_by_proven_branches_only(path: str) -> None:
    assert problems(report(path, 99.0, [], [[30, 34]]))


def test_every_whole_part_is_there() -> None:
    """A part that was renamed would no longer be looked at."""
    files = [path.relative_to(ROOT).as_posix() for path in (ROOT / "station").rglob("*.py")]
    for part in WHOLE:
        assert any(name.startswith(part) for name in files), part


def test_windows_paths_are_the_same_files() -> None:
    assert problems(report("station\\security\\chain.py", 99.0, [12], []))


def test_elsewhere_a_gap_is_allowed() -> None:
    assert problems(report("station/views/page.py", 85.0, [12], [])) == []


def test_too_little_of_the_whole_breaks_it() -> None:
    found = problems(report("station/views/page.py", 84.9, [], []))
    assert found == ["Only 84.9 % of the whole is tested; the rule is 85.0 %"]
