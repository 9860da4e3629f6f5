"""Finds the command that was asked for; each is loaded only when it runs."""

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Final, NamedTuple


class Command(NamedTuple):
    """One command: `target` is "module:function" of (arguments) giving the exit code."""

    target: str
    help: str


COMMANDS: Final[dict[str, Command]] = {
    "window": Command("station.app:run", "open the window (also without any command)"),
    "demo": Command("station.cli.demo:main", "open the training municipality"),
    "check": Command(
        "station.cli.check:main", "check the installation; `check central`: the way to the service"
    ),
    "restore": Command("station.cli.restore:main", "put a backup back, or list the backups"),
    "import": Command("station.cli.importing:main", "take a file of readings in"),
    "export": Command("station.cli.export:main", "take out a patient or all: FHIR, CSV or XLSX"),
    "print": Command("station.cli.printing:main", "make the PDF of a plan"),
    "screenshots": Command("station.cli.screenshots:main", "picture every view, invented people"),
    "sync": Command("station.cli.sync:main", "exchange with the central service once"),
    "report": Command("station.cli.report:main", "try the shipped rules on a synthetic cohort"),
    "replay": Command("station.cli.replay:main", "run the alert engine over stored readings"),
}
"""All commands by name, in the order of the help text."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command named first, or opens the window; gives the exit code for the shell."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    name = given.pop(0) if given else "window"
    if name in ("-h", "--help", "help"):
        print(usage())
        return 0
    if name not in COMMANDS:
        print(f"station: no command is called {name}\n\n{usage()}", file=sys.stderr)
        return 2
    return load(COMMANDS[name].target)(given)


def load(target: str) -> Callable[[Sequence[str]], int]:
    """Imports the function behind "module:function"."""
    module, _, function = target.partition(":")
    found: Callable[[Sequence[str]], int] = getattr(import_module(module), function)
    return found


def usage() -> str:
    """What can be asked for, a line each."""
    wide = max(map(len, COMMANDS))
    lines = (f"  {name:{wide}}  {command.help}" for name, command in COMMANDS.items())
    return "station [command]\n\n" + "\n".join(lines)
