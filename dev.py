"""Station's commands on a developer's computer; each one sets up by itself what it needs.

python3 dev.py demo          start the program on an invented municipality
python3 dev.py test          everything that is checked before a change is taken in
python3 dev.py test ARGS     only pytest, with these arguments
python3 dev.py bench [NAME]  measure, and print the table of goals
python3 dev.py shots DIR     pictures of every screen, also on a computer without a display
python3 dev.py build         make the installable program, and start it once
"""

import contextlib
import ctypes
import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
KINDS = ("runtime", "simulator", "dev")
"""The lists of libraries, each with all of the one before it."""
REQUIREMENTS = {name: ROOT / "requirements" / f"{name}.txt" for name in KINDS}

QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
"""What Qt's window and its drawing into memory load, and Debian's package for each."""

BUS_DAEMON = {"dbus-daemon": "dbus"}
"""What software meters are reached through: a bus of their own, beside the system's."""

WINDOW_TESTS = ("tests/views",)
"""The tests that fail when the window stands still (the journeys: docs/decisions/0008)."""
STALLED = ROOT / "build" / "stalled.txt"
"""The tests whose window stood still beside another test; each is tried once more, alone."""
SPREAD = ("-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder")
"""On every core, in the order of tests/conftest.py: what takes long does not come last."""
COVERED = ("--cov", "--cov-report=", "--durations=15")
"""What counts the lines that the tests pass through."""


class SetUpError(Exception):
    """Something that only the person at the keyboard can mend; its text says how."""


def main(arguments: list[str]) -> int:
    """Run the command named first and return the exit code for the shell."""
    commands = {"demo": demo, "test": test, "bench": bench, "shots": shots, "build": build}
    if not arguments or arguments[0] not in commands:
        print(__doc__)
        return 2
    try:
        return commands[arguments[0]](arguments[1:])
    except SetUpError as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 2


def demo(arguments: list[str]) -> int:
    """Start the program on the training municipality, invented people only."""
    prepare("runtime")
    if not has_display():
        print("There is no display here, so the window cannot open. Without one,")
        print("  python3 dev.py shots build/shots")
        print("makes a picture of every screen.")
        return 1
    with software_meters() as environment:
        return run("-m", "station", "demo", *arguments, **environment)


@contextlib.contextmanager
def software_meters() -> Iterator[dict[str, str]]:
    """Run the training municipality's meters beside the program; give what tells it of them.

    They need Linux and a D-Bus daemon. Without, the demo starts all the same and says so.
    """
    if sys.platform != "linux" or not shutil.which("dbus-daemon"):
        print("Without software meters: they need Linux and Debian's package dbus.", flush=True)
        yield {}
        return
    prepare("simulator")
    command = [str(PYTHON), "-m", "simulator", "--scenario", "demo", "--bus"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as meters:
        address = meters.stdout.readline().strip() if meters.stdout else ""
        try:
            if not address:
                print("The software meters did not start; the demo does without.", flush=True)
            bus = {"DBUS_SYSTEM_BUS_ADDRESS": address, "STATION_SIMULATED": "1"}
            yield bus if address else {}
        finally:
            if meters.stdin:
                meters.stdin.close()


def test(arguments: list[str]) -> int:
    """Run everything that is checked before a change is taken in, and close with the count."""
    prepare("dev")
    if sys.platform == "linux":
        require_programs(BUS_DAEMON)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if arguments:
        return run("-m", "pytest", *arguments)
    elsewhere = [f"--ignore={each}" for each in WINDOW_TESTS]
    steps = {
        "style": ("-m", "ruff", "check", "."),
        "format": ("-m", "ruff", "format", "--check", "."),
        "imports": ("-c", "from importlinter.cli import lint_imports_command as check; check()"),
        "translations": ("-m", "tools.catalogues", "check"),
        "types": ("-m", "mypy"),
        # On every core, a file at a time: its fixtures are made once.
        "tests": ("-m", "pytest", "-q", *SPREAD, *COVERED, *elsewhere),
        "coverage": ("-m", "tools.coverage_rule"),
        # Without the counting of lines, which slows the window: here a stall counts.
        "window": ("-m", "pytest", "-q", *SPREAD, "--stalled-to", str(STALLED), *WINDOW_TESTS),
    }
    STALLED.unlink(missing_ok=True)
    results = [timed(name, step) for name, step in steps.items()]
    again = STALLED.read_text(encoding="utf-8").splitlines() if STALLED.exists() else []
    if again:
        # With the machine for itself: what stands still now does so for the nurse.
        results.append(timed("stalled", ("-m", "pytest", "-q", *again)))
    print("\n" + "\n".join(line for line, _, _ in results))
    print(summed([last for _, _, last in results]))
    return 0 if all(passed for _, passed, _ in results) else 1


def summed(last_lines: list[str]) -> str:
    """What pytest counted at the end of each of its runs, as one line like its own."""
    counts: dict[str, int] = {}
    seconds = 0.0
    for line in last_lines:
        if found := re.search(r" in ([0-9.]+)s\b", line):
            seconds += float(found[1])
            for count, word in re.findall(r"(\d+) ([a-z]+)", line[: found.start()]):
                counts[word] = counts.get(word, 0) + int(count)
    told = ", ".join(f"{count} {word}" for word, count in counts.items())
    return f"{told or 'no tests ran'} in {seconds:.2f}s"


def bench(arguments: list[str]) -> int:
    """Measure the rows of the table of goals, or only those named."""
    prepare("dev")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return run("-m", "benchmarks", *arguments)


def shots(arguments: list[str]) -> int:
    """Save a picture of every screen into the folder given."""
    if len(arguments) != 1:
        message = "Say where the pictures go, such as: python3 dev.py shots build/shots"
        raise SetUpError(message)
    prepare("runtime")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return run("-m", "station", "screenshots", arguments[0])


def build(arguments: list[str]) -> int:
    """Make the program that is installed, then start what was made and let it print a plan."""
    prepare("dev")
    require_programs({"objdump": "binutils"})
    return run("-m", "installer.build", *arguments) or run("-m", "installer.check_installed")


def run(*arguments: str, **variables: str) -> int:
    """Run the environment's Python in the project's folder and return its exit code."""
    environment = {**surroundings(), "PYTHONUTF8": "1", **variables}
    return subprocess.run(
        [str(PYTHON), *arguments], cwd=ROOT, env=environment, check=False
    ).returncode


def surroundings() -> dict[str, str]:
    """The environment that commands run in: compiled modules are kept, as where it is installed.

    Without them every start, and every page that is opened first, would compile its source.
    """
    return {name: each for name, each in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def timed(name: str, step: tuple[str, ...]) -> tuple[str, bool, str]:
    """Run one step; return its line for the list at the end, whether it passed, its last words."""
    print(f"\n=== {name}: {shlex.join(step)[:90]}", flush=True)
    begun, last = time.monotonic(), ""
    environment = {**surroundings(), "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
    command = [str(PYTHON), *step]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as process:
        for line in process.stdout or ():
            last = line.decode(errors="replace").rstrip() or last
            print(line.decode(errors="replace"), end="", flush=True)
    passed = process.returncode == 0
    took = time.monotonic() - begun
    return f"{'ok  ' if passed else 'FAIL'}  {name:<14}{took:7.1f} s", passed, last


def prepare(kind: str) -> None:
    """Bring the environment to what requirements/<kind>.txt says, at once if nothing changed."""
    if sys.version_info < (3, 11):  # noqa: UP036 - a Debian older than the program may call this
        message = "Station needs Python 3.11 or newer: start dev.py with that one."
        raise SetUpError(message)
    if sys.platform == "linux":
        require_libraries()
    enough = KINDS[KINDS.index(kind) :]
    if any(note(each).exists() and note(each).read_text() == stamp(each) for each in enough):
        return
    require_environment()
    print(f"Installing what requirements/{kind}.txt lists …", flush=True)
    install = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes")
    if run(*install, "--only-binary=:all:", "-r", str(REQUIREMENTS[kind])) != 0:
        message = "The libraries were not installed; pip says why above. Is the network there?"
        raise SetUpError(message)
    note(kind).write_text(stamp(kind))


def note(kind: str) -> Path:
    """The file inside the environment that remembers what was installed."""
    return VENV / f"installed-{kind}.sha256"


def stamp(kind: str) -> str:
    """A digest of the locked requirements and of the Python that they were installed for."""
    return hashlib.sha256(REQUIREMENTS[kind].read_bytes() + sys.version.encode()).hexdigest()


def require_environment() -> None:
    """Make .venv, or make it anew if its Python no longer starts."""
    probe = [str(PYTHON), "-m", "pip", "--version"]
    if PYTHON.exists() and subprocess.run(probe, capture_output=True, check=False).returncode == 0:
        return
    try:
        import ensurepip  # noqa: F401 - Debian leaves it out of Python until python3-venv is there
    except ImportError:
        install_packages(["python3-venv"])
    print("Making the environment .venv …", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)


def require_libraries() -> None:
    """Install the system libraries of Qt's window, or say which ones are missing."""
    missing = [name for name in QT_LIBRARIES if not is_loadable(name)]
    if missing:
        print(f"Missing system libraries: {', '.join(missing)}", flush=True)
        install_packages([QT_LIBRARIES[name] for name in missing])


def require_programs(packages: dict[str, str]) -> None:
    """Install the programs named, each from its Debian package, where they are not there yet."""
    missing = [package for program, package in packages.items() if not shutil.which(program)]
    if missing:
        install_packages(missing)


def is_loadable(library: str) -> bool:
    """Whether the system finds this shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_packages(packages: list[str]) -> None:
    """Install Debian packages when we may, and otherwise say what to type."""
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if not shutil.which("apt-get"):
        names = ", ".join(packages)
        message = f"Install these with your system's package manager (Debian's names): {names}"
        raise SetUpError(message)
    if os.geteuid() != 0:
        message = f"Type this once, then try again:\n  sudo {shlex.join(command)}"
        raise SetUpError(message)
    print(f"Installing {' '.join(packages)} …", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["apt-get", "update"], command):
        done = subprocess.run(step, env=quiet, check=False, capture_output=True, text=True)
        if done.returncode != 0:
            message = f"{shlex.join(step)} did not succeed:\n{done.stderr.strip()}"
            raise SetUpError(message)


def has_display() -> bool:
    """Whether a window has somewhere to open."""
    if sys.platform != "linux":
        return True
    return any(os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
