"""The locked libraries: pins them with their digests and lists the wheels that Windows will get.

python -m tools.locks write      after a change in requirements/*.in (asks the package index)
python -m tools.locks upgrade    the same, with the newest versions that the *.in files allow

It needs uv, which the tests do not: .venv/bin/pip install uv
"""

import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
WHEELS = REQUIREMENTS / "windows-wheels.txt"
PYTHONS = ("3.11", "3.12", "3.13")
"""The Pythons that a municipality's PC may have."""


@dataclass(frozen=True, slots=True)
class Pin:
    """One locked library: its exact requirement with its marker, and the digests allowed."""

    requirement: Requirement
    digests: frozenset[str]


@dataclass(frozen=True, slots=True, order=True)
class Wheel:
    """One file that Windows installs; its digest says which bytes it must have."""

    pin: str
    file: str
    digest: str


def main(arguments: list[str]) -> int:
    """Run the command named and return the exit code for the shell."""
    if arguments not in (["write"], ["upgrade"]):
        print(__doc__)
        return 2
    newest = ("--upgrade",) if arguments == ["upgrade"] else ()
    for name in ("runtime", "simulator", "dev"):
        same = () if name == "runtime" else ("--constraint", "requirements/runtime.txt")
        lock = ("--universal", "--python-version=3.11", "--generate-hashes", "--no-header")
        compile_requirements(f"{name}.in", f"requirements/{name}.txt", *lock, *same, *newest)
    WHEELS.write_text(wheel_list(windows_wheels()), encoding="utf-8")
    return 0


def compile_requirements(source: str, target: str, *options: str) -> None:
    """Let uv find versions for a file in requirements/ and write them to the target."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", *options]
    command += [f"requirements/{source}", "--output-file", target]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def windows_wheels() -> set[Wheel]:
    """The wheels that the package index offers for the locked libraries on 64-bit Windows."""
    found = set()
    with tempfile.TemporaryDirectory() as folder:
        for python in PYTHONS:
            lock = Path(folder) / f"pylock.{python.replace('.', '')}.toml"
            platform = ("--format=pylock.toml", "--python-platform=windows")
            compile_requirements("runtime.txt", str(lock), *platform, f"--python-version={python}")
            found |= set(wheels_in(tomllib.loads(lock.read_text(encoding="utf-8"))))
    return found


def wheels_in(lock: dict[str, Any]) -> Iterable[Wheel]:
    """The wheels that a lock file in the standard's own format names, without their addresses."""
    for package in lock["packages"]:
        pin = f"{package['name']}=={package['version']}"
        for wheel in package.get("wheels", []):
            file = unquote(wheel["url"].rpartition("/")[2])  # an epoch is written 4!10 in a name
            yield Wheel(pin, file, wheel["hashes"]["sha256"])


def wheel_list(wheels: Iterable[Wheel]) -> str:
    """The text of windows-wheels.txt."""
    head = "# The wheels that Windows installs for runtime.txt; made by python -m tools.locks\n"
    lines = (f"{wheel.pin} {wheel.file} sha256:{wheel.digest}\n" for wheel in sorted(wheels))
    return head + "".join(lines)


def read_wheels(text: str) -> set[Wheel]:
    """The wheels that windows-wheels.txt names."""
    lines = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return {Wheel(pin, file, digest.removeprefix("sha256:")) for pin, file, digest in lines}


def read_pins(text: str) -> list[Pin]:
    """The locked libraries of a requirements file with digests."""
    pins = []
    for entry in text.replace("\\\n", " ").splitlines():
        if entry and not entry.lstrip().startswith("#"):
            words = entry.partition(" --hash")[0]
            digests = (part.split()[0] for part in entry.split("--hash=sha256:")[1:])
            pins.append(Pin(Requirement(words.strip()), frozenset(digests)))
    return pins


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
