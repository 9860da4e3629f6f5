"""`station sync --once`: one run of the exchange with the central service, without a window."""

import sys
from collections.abc import Sequence

from station.cli.options import parser, run, show, sign_in_options, tell, working_in
from station.core.trouble import Trouble
from station.services.sync.values import CENTRE, Progress, Report, Status

DONE, LEFT, NOT_RUN, PERSON = 0, 1, 2, 3
"""Exit codes: all went and came; something waits; it could not run; a person has to choose."""
ABOUT = (
    "Exchange with the central service once. Exit code 0: everything went and came. 1: something "
    "still waits, or was refused (station sync --status says what). 2: it could not run, or not to "
    "its end. 3: differences wait for a person."
)


def main(arguments: Sequence[str]) -> int:
    """Run once, or say how it stands; gives the exit code."""
    made = sign_in_options(parser("sync", ABOUT))
    what = made.add_mutually_exclusive_group(required=True)
    what.add_argument("--once", action="store_true", help="send and fetch once, now")
    what.add_argument(
        "--compare", action="store_true", help="and hold all ids against the server's"
    )
    what.add_argument("--status", action="store_true", help="only say how it stands")
    options = made.parse_args(arguments)

    def command(_: object) -> int:
        try:
            with working_in(options) as (station, session):
                driver = station.syncing
                report = None
                if options.once:
                    report = driver.run_once(session, None if options.json else _step)
                elif options.compare:
                    report = driver.compare_now(session)
                status = driver.status(session)
        except Trouble as trouble:
            if options.json:
                show({"trouble": trouble.code, "sentence": trouble.sentence()})
            sys.stderr.write(f"station: {trouble.sentence()}\n")
            return NOT_RUN
        _tell(report, status, as_json=options.json)
        return code_of(report, status)

    return run(command, options)


def code_of(report: Report | None, status: Status) -> int:
    """Give the exit code for what a run came to and how it stands after it."""
    if report is not None and report.outcome in {"failed", "stopped"}:
        return NOT_RUN
    if status.conflicts:
        return PERSON
    centre = next((each for each in status.channels if each.name == CENTRE), None)
    left = report.left if report else 0
    if left or centre is None or centre.counts.going or centre.counts.person or centre.counts.inbox:
        return LEFT
    return DONE


def _step(progress: Progress) -> None:
    of = f" of {progress.total}" if progress.total else ""
    sys.stderr.write(f"{progress.step:8} {progress.done}{of}\n")


def _tell(report: Report | None, status: Status, *, as_json: bool) -> None:
    if as_json:
        show({"run": _report(report), "station": status.station, "conflicts": status.conflicts,
              "channels": [_channel(each) for each in status.channels],
              "stuck": [{"key": s.key, "what": s.what, "state": s.state, "reason": s.reason,
                         "server_says": s.server_says} for s in status.stuck]})  # fmt: skip
        return
    if report is not None:
        counts = (
            f"{report.outcome}: {report.sent} sent, {report.received} received, "
            f"{report.applied} worked in, {report.held} refused, {report.left} left"
        )
        tell([counts])
    for each in status.channels:
        tell([f"{each.title}: {each.sentence}", *([each.reason] if each.reason else [])])
        tell([each.server_says] if each.server_says else [])
    tell([f"{status.conflicts} differences wait for a person"] if status.conflicts else [])
    tell([f"  {s.what}: {s.reason} {s.server_says}".rstrip() for s in status.stuck])


def _report(report: Report | None) -> dict[str, object] | None:
    if report is None:
        return None
    names = ("outcome", "sent", "received", "applied", "conflicts", "held", "left", "code")
    return {name: getattr(report, name) for name in names}


def _channel(each: object) -> dict[str, object]:
    names = ("name", "standing", "sent_at", "received_at", "offline_since", "reason_code")
    return {name: getattr(each, name) for name in names}
