"""Starts the program that was built, as on a fresh computer, and lets it do its work once.

.venv/bin/python -m installer.check_installed

The program gets a home of its own, no display, and none of the developer's Python. It must fill
the training municipality, print a plan as PDF, take a patient out as FHIR, and open its window.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from installer.build import PROGRAM
from station.training.numbers import synthetic_number
from station.training.people import PEOPLE

LIMIT_SECONDS = 300
FIRST_SERIAL = 100
"""With which station.training numbers its first patient."""


def main() -> int:
    """Run the built program's commands and give 0 when everything it should do is done."""
    if not PROGRAM.exists():
        print("Build the program first: python3 dev.py build")
        return 2
    with tempfile.TemporaryDirectory(prefix="station-check-") as folder:
        home, plan = Path(folder, "home"), Path(folder, "plan.pdf")
        done = {
            "fill the training municipality": started(home, "demo", "--make", "--home", str(home)),
            "print a plan": prints_a_plan(home, plan),
            "take a patient out as FHIR": takes_a_patient_out(home, Path(folder, "patient.json")),
            "open its window": opens_its_window(home),
        }
    failed = [name for name, works in done.items() if not works]
    for name in failed:
        print(f"The built program does not {name}.")
    if not failed:
        print("The built program does all that was asked of it.")
    return 1 if failed else 0


def prints_a_plan(home: Path, plan: Path) -> bool:
    """Whether the program prints the plan of the first invented patient as a PDF."""
    printed = started(home, "print", "plan", "--patient", first_number(), "--out", str(plan))
    return printed and plan.read_bytes().startswith(b"%PDF-")


def takes_a_patient_out(home: Path, bundle: Path) -> bool:
    """Whether the program writes all that is shared of the first invented patient as a Bundle."""
    taken = started(home, "export", "fhir", str(bundle), "--patient", first_number())
    return taken and json.loads(bundle.read_bytes())["resourceType"] == "Bundle"


def first_number() -> str:
    """The invented identity number of the training municipality's first patient."""
    return synthetic_number(PEOPLE[0].born, FIRST_SERIAL)


def opens_its_window(home: Path) -> bool:
    """Whether the program paints its first picture; it is told to end then."""
    return started(home, "window", STATION_BENCH="first-paint")


def started(home: Path, *arguments: str, **more: str) -> bool:
    """Whether the built program, run with nothing but its own files, ends with 0."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "SYSTEMROOT"}}
    bare = {"STATION_HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8"}
    command, limit = [str(PROGRAM), *arguments], LIMIT_SECONDS
    environment = kept | bare | more
    return not subprocess.run(
        command, env=environment, timeout=limit, check=False, cwd="/"
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
