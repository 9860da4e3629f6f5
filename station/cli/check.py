"""`station check`: everything the safety of the records rests on, item by item."""

from collections.abc import Sequence

from station.cli import central_check
from station.cli.options import (
    clock_of,
    home_of,
    looking_in,
    may_sign_in,
    parser,
    run,
    show,
    sign_in_options,
    tell,
)
from station.services.office.checking import Report, State, check

_WORDS = {State.OK: "ok", State.WARN: "warning", State.BAD: "bad"}


def main(arguments: Sequence[str]) -> int:
    """Check an installation; exit code 0, or 1 when something is bad.

    `check central` goes the way to the central service instead.
    """
    if arguments[:1] == ["central"]:
        return central_check.main(arguments[1:])
    made = sign_in_options(
        parser("check", "Check cipher, keys, file, migrations, audit log, disk and backups.")
    )
    options = made.parse_args(arguments)

    def command(_: object) -> int:
        home = home_of(options)
        if may_sign_in(options) and home.database.exists():
            with looking_in(options) as look:
                report = check(home, look.record.clock, database=look.database, key=look.key)
        else:
            report = check(home, clock_of(home))
        _tell(report, as_json=options.json)
        return 1 if report.worst is State.BAD else 0

    return run(command, options)


def _tell(report: Report, *, as_json: bool) -> None:
    if as_json:
        show(
            {
                "worst": _WORDS[report.worst],
                "items": [
                    {"code": item.code, "state": _WORDS[item.state], "sentence": item.sentence}
                    for item in report.items
                ],
            }
        )
        return
    tell([f"{_WORDS[item.state]:8} {item.code:12} {item.sentence}" for item in report.items])
