"""`station restore`: which backups there are, and putting one back."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from station.cli.options import (
    clock_of,
    home_of,
    may_sign_in,
    parser,
    password_of,
    run,
    show,
    sign_in_options,
    tell,
    user_of,
)
from station.core.formats import clock_time, day, duration
from station.core.i18n import tr
from station.core.trouble import Trouble
from station.services.office.restoring import (
    Listed,
    Proof,
    Restored,
    listed,
    restore,
    restore_sealed,
)


def main(arguments: Sequence[str]) -> int:
    """Put a backup back or list them; exit code 0, or 1 when nothing was put back."""
    made = sign_in_options(
        parser("restore", "Put a backup in the place of the file; the old one is set aside.")
    )
    made.add_argument("backup", nargs="?", default="", help="file name; the newest without")
    made.add_argument("--list", action="store_true", help="only list the backups")
    made.add_argument("--sealed", type=Path, help="a sealed copy, instead of a backup here")
    made.add_argument(
        "--passphrase-stdin",
        action="store_true",
        help="read the passphrase of the sealed copy from standard input, before the password",
    )
    options = made.parse_args(arguments)
    if options.sealed and (options.backup or options.list):
        made.error("--sealed goes with neither a backup's name nor --list")
    return run(_list if options.list else _restore, options)


def _list(options: argparse.Namespace) -> int:
    home = home_of(options)
    found = listed(home, clock_of(home), _proof(options))
    if options.json:
        show([_entry(each) for each in found])
    else:
        tell([_line(each) for each in found] or [tr("There is no backup yet.")])
    return 0


def _restore(options: argparse.Namespace) -> int:
    home = home_of(options)
    clock = clock_of(home)
    if options.sealed:
        words = _passphrase(options)
        done = restore_sealed(home, clock, options.sealed, words, _proof(options))
    else:
        done = restore(home, clock, options.backup, _proof(options))
    if options.json:
        show(
            {
                "made_at": done.made_at,
                "lost_minutes": done.lost // 60_000,
                "aside": str(done.aside),
                "checked": done.rows is not None,
                "rows": done.rows,
            }
        )
    else:
        tell(_told(done))
    return 0


def _proof(options: argparse.Namespace) -> Proof | None:
    if not may_sign_in(options):
        return None
    home = home_of(options)
    return Proof(user_of(home, options), password_of(home, options))


def _passphrase(options: argparse.Namespace) -> str:
    if not options.passphrase_stdin:
        raise Trouble(
            "passphrase_needed",
            "Give the passphrase of the sealed copy on standard input, with --passphrase-stdin.",
        )
    return sys.stdin.readline().rstrip("\r\n")


def _entry(each: Listed) -> dict[str, object]:
    return {
        "name": each.backup.database.name,
        "made_at": each.backup.made_at,
        "age_minutes": each.age // 60_000,
        "rows": each.rows,
        "trouble": each.trouble.code if each.trouble else "",
    }


def _line(each: Listed) -> str:
    old = tr("{duration} old", duration=duration(each.age))
    parts = [each.backup.database.name, old]
    if each.trouble:
        parts.append(each.trouble.sentence())
    elif each.rows is not None:
        parts.append(_rows(each.rows))
    return "  ".join(parts)


def _rows(rows: Mapping[str, int]) -> str:
    return tr(
        "{patients} patients, {readings} readings, {log} rows in the log",
        patients=rows["patients"],
        readings=rows["readings"],
        log=rows["audit"],
    )


def _told(done: Restored) -> list[str]:
    at = f"{day(done.made_at)} {clock_time(done.made_at)}"
    lines = [
        tr("The backup of {when} was put back.", when=at),
        tr(
            "What was saved in the last {duration} is not in it. Enter it again from paper.",
            duration=duration(done.lost),
        ),
        tr("The files from before are kept in {folder}.", folder=str(done.aside)),
    ]
    if done.rows is None:
        lines.append(
            tr("It was checked from outside only. Sign in, and run station check with a password.")
        )
    else:
        lines.append(_rows(done.rows))
    return lines
