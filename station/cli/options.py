"""What all commands share: where the file is, who signs in, and how trouble is told."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from station.core.clock import Clock, SystemClock
from station.core.i18n import LANGUAGES, use
from station.core.paths import Home, default_home
from station.core.trouble import Trouble
from station.services.office.headless import Look, looking, slot_of
from station.services.session import Session
from station.training import door
from station.wiring import Station, build

TROUBLE = 1
"""The exit code of a command that could not do what it was asked, and said why."""


def parser(name: str, about: str) -> argparse.ArgumentParser:
    """Give the parser of a command with the options that every command has."""
    made = argparse.ArgumentParser(prog=f"station {name}", description=about)
    made.add_argument("--home", type=Path, help="the data directory (or STATION_HOME)")
    made.add_argument("--language", choices=LANGUAGES, default="en", help="language of messages")
    return made


def sign_in_options(made: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Add what a command that signs in needs."""
    made.add_argument("--user", default="", help="name or initials of the one who signs in")
    made.add_argument(
        "--password-stdin", action="store_true", help="read the password from standard input"
    )
    made.add_argument("--json", action="store_true", help="print the result as JSON")
    return made


def home_of(options: argparse.Namespace) -> Home:
    """Give the data directory that was named, or the usual one."""
    return Home(options.home) if options.home else default_home()


def clock_of(home: Home) -> Clock:
    """Give the time that holds in a home: the training municipality has its own day."""
    return door.clock(home) if door.is_training(home) else SystemClock()


def run(command: Callable[[argparse.Namespace], int], options: argparse.Namespace) -> int:
    """Run a command and tell trouble in a sentence; gives the exit code."""
    use(options.language)
    try:
        return command(options)
    except Trouble as trouble:
        if getattr(options, "json", False):
            show({"trouble": trouble.code, "sentence": trouble.sentence()})
        sys.stderr.write(f"station: {trouble.sentence()}\n")
        return TROUBLE


@contextmanager
def looking_in(options: argparse.Namespace) -> Iterator[Look]:
    """Open the file for reading only, signed in as the options say."""
    home = home_of(options)
    clock = clock_of(home)
    owner = slot_of(home, clock, user_of(home, options))
    with looking(home, clock, owner.slot_id, password_of(home, options)) as look:
        yield look


@contextmanager
def working_in(options: argparse.Namespace) -> Iterator[tuple[Station, Session]]:
    """Open the file for writing; Trouble `in_use` names who holds it."""
    home = home_of(options)
    clock = clock_of(home)
    owner = slot_of(home, clock, user_of(home, options))
    station = build(home, clock)
    try:
        yield station, station.door.sign_in(owner.slot_id, password_of(home, options))
    finally:
        station.close()


def show(value: object) -> None:
    """Print a result as JSON for a program to read."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def tell(lines: Sequence[str]) -> None:
    """Print a result for a person to read."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def may_sign_in(options: argparse.Namespace) -> bool:
    """Tell whether the options and the home say how to sign in."""
    return bool(options.password_stdin) or door.is_training(home_of(options))


def offscreen() -> None:
    """Let Qt draw into memory where there is no screen, unless somebody chose otherwise."""
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def user_of(home: Home, options: argparse.Namespace) -> str:
    """Give the name of who signs in; a training home has its own."""
    if options.user or not door.is_training(home):
        return str(options.user)
    return door.USER


def password_of(home: Home, options: argparse.Namespace) -> str:
    """Read the password; Trouble `password_needed` if the options do not say from where."""
    if options.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if door.is_training(home):
        return door.PASSWORD
    raise Trouble("password_needed", "Give the password on standard input, with --password-stdin.")
