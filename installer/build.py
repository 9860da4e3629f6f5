"""Makes the program that is installed: one folder with Python, Qt and Station, for this system.

    .venv/bin/python -m installer.build       afterwards: build/installed/station/station

One folder and not one file: Qt's libraries stay replaceable as their licence asks, and a single
file would unpack itself at every start.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "build" / "installed"
PROGRAM = OUT / "station" / ("station.exe" if sys.platform == "win32" else "station")
MOST_MEGABYTES = 180 if sys.platform == "win32" else 280
"""On Linux Qt brings its own Unicode tables, and we bring the system's libraries (about 70 MB)."""


def main() -> int:
    """Build the folder, say how large it is, and give 1 when it is larger than agreed."""
    shutil.rmtree(OUT, ignore_errors=True)
    spec = ROOT / "installer" / "station.spec"
    work = ("--workpath", str(ROOT / "build" / "pyinstaller"), "--distpath", str(OUT))
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN", *work]
    subprocess.run([*command, str(spec)], cwd=ROOT, check=True)
    strip_symbols(PROGRAM.parent / "_internal")
    megabytes = size_of(PROGRAM.parent) / 1_000_000
    print(f"{PROGRAM.parent.relative_to(ROOT)}: {megabytes:.0f} MB")
    for name, size in largest(PROGRAM.parent / "_internal")[:8]:
        print(f"  {size / 1_000_000:6.1f} MB  {name}")
    if megabytes > MOST_MEGABYTES:
        print(f"More than the {MOST_MEGABYTES} MB agreed: what came in that nothing uses?")
        return 1
    return 0


def strip_symbols(folder: Path) -> None:
    """Drop the debug symbols of Python and SQLCipher, which come with many; the rest has few.

    PyInstaller's own --strip takes every library, and breaks numpy's.
    """
    if sys.platform == "linux":
        patterns = ("libpython3*.so*", "python3*/lib-dynload/*.so", "sqlcipher3/*.so")
        for path in (path for pattern in patterns for path in folder.glob(pattern)):
            subprocess.run(["strip", "--strip-unneeded", str(path)], check=True)


def size_of(path: Path) -> int:
    """The bytes of a file, or of all files in a folder; links are not counted twice."""
    if path.is_dir():
        return sum(size_of(inner) for inner in path.iterdir() if not inner.is_symlink())
    return path.stat().st_size


def largest(folder: Path) -> list[tuple[str, int]]:
    """The entries of a folder with their bytes, largest first."""
    sizes = [(entry.name, size_of(entry)) for entry in folder.iterdir() if not entry.is_symlink()]
    return sorted(sizes, key=lambda pair: -pair[1])


if __name__ == "__main__":
    sys.exit(main())
