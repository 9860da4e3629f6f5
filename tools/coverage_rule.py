"""The coverage rule: every branch of the parts that judge or guard, and most of everything else.

python -m tools.coverage_rule        after pytest --cov has written .coverage
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WHOLE = (
    "station/rules/",
    "station/security/",
    "station/models/records/",
    "station/files/",
    "station/sync/",
    "station/services/channels/",
    "station/services/conflicts/",
    "station/services/export/",
    "station/services/intake/",
    "station/services/judging/plan_conflicts.py",
    "station/services/patients/claims.py",
    "station/services/readings/fhir_import.py",
    "station/services/stick/",
    "station/services/sync/",
)
"""Where an untested branch could hurt somebody: a judgement, a key, a record, a strange file, and
what others wrote. Beginnings of paths.
"""
LEAST_PERCENT = 85.0


def main() -> int:
    """Judge the last test run and return the exit code for the shell."""
    found = problems(read_report())
    print("\n".join(found) or "The coverage rule is kept.")
    return 1 if found else 0


def read_report() -> dict[str, Any]:
    """What the coverage library measured, as its own JSON report."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "coverage.json"
        command = [sys.executable, "-m", "coverage", "json", "--quiet", "-o", str(path)]
        subprocess.run(command, cwd=ROOT, check=True)
        report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return report


def problems(report: Mapping[str, Any]) -> list[str]:
    """One sentence for every file that falls short, and one for the whole if it does."""
    found = []
    for name, file in sorted(report["files"].items()):
        path = name.replace("\\", "/")
        if path.startswith(WHOLE) and (gaps := gaps_in(file)):
            found.append(f"{path}: every branch must be tested; not yet: {gaps}")
    percent = report["totals"]["percent_covered"]
    if percent < LEAST_PERCENT:
        found.append(f"Only {percent:.1f} % of the whole is tested; the rule is {LEAST_PERCENT} %")
    print(f"{percent:.1f} % of lines and branches tested.")
    return found


def gaps_in(file: Mapping[str, Any]) -> str:
    """The lines and the jumps between lines that no test reached, such as 12, 30->34."""
    lines = [str(line) for line in file["missing_lines"]]
    jumps = [f"{start}->{end}" for start, end in file.get("missing_branches", [])]
    return ", ".join(lines + jumps)


if __name__ == "__main__":
    sys.exit(main())
