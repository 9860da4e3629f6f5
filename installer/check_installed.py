"""Starts the program that was built, as on a fresh computer, and lets it do its work once.

.venv/bin/python -m installer.check_installed

The program gets a home of its own, no display, and none of the developer's Python. It must fill
the training municipality, print a plan as PDF, and paint every screen.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from installer.build import PROGRAM

LIMIT_SECONDS = 300


def main() -> int:
    """Run the built program's commands and give 0 when everything it should make is there."""
    if not PROGRAM.exists():
        print("Build the program first: python3 dev.py build")
        return 2
    with tempfile.TemporaryDirectory(prefix="station-check-") as folder:
        home, made = Path(folder, "home"), Path(folder, "made")
        made.mkdir()
        found = [*prints_a_plan(home, made), *paints_the_screens(home, made)]
    print("\n".join(found) or "The built program starts, prints a plan and paints its screens.")
    return 1 if found else 0


def prints_a_plan(home: Path, made: Path) -> list[str]:
    """What is wrong with the plan that the program prints for one invented patient."""
    plan = made / "plan.pdf"
    code = start(home, "print", "plan", "--demo", "--out", str(plan))
    if code != 0:
        return [f"`station print plan` ended with {code}"]
    if not plan.exists() or not plan.read_bytes().startswith(b"%PDF-"):
        return ["`station print plan` left no PDF"]
    return []


def paints_the_screens(home: Path, made: Path) -> list[str]:
    """What is wrong with the pictures of the screens."""
    code = start(home, "screenshots", str(made / "shots"))
    if code != 0:
        return [f"`station screenshots` ended with {code}"]
    if not list((made / "shots").glob("*.png")):
        return ["`station screenshots` left no picture"]
    return []


def start(home: Path, *arguments: str) -> int:
    """Run the built program with nothing but its own files; give its exit code."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "SYSTEMROOT"}}
    bare = {"STATION_HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8"}
    command = [str(PROGRAM), *arguments]
    done = subprocess.run(command, env=kept | bare, timeout=LIMIT_SECONDS, check=False, cwd="/")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
