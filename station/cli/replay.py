"""`station replay`: the alert engine over a patient or everybody, beside what is stored.

Reads only. A difference means that a file was judged by another version of the rules.
"""

from collections.abc import Sequence
from dataclasses import asdict

from station.cli.options import looking_in, parser, run, show, sign_in_options, tell
from station.services.why.replaying import Replayed, replay_all


def main(arguments: Sequence[str]) -> int:
    """Replay the engine; exit code 0, or 3 when the outcome differs from what is stored."""
    made = sign_in_options(parser("replay", "Run the alert engine over the stored readings."))
    made.add_argument("--patient", default="", help="id or identity number; everybody without it")
    options = made.parse_args(arguments)

    def command(_: object) -> int:
        with looking_in(options) as look:
            found = replay_all(look.record, options.patient)
        _tell(found, as_json=options.json)
        return 3 if any(each.differs for each in found) else 0

    return run(command, options)


def _tell(found: Sequence[Replayed], *, as_json: bool) -> None:
    if as_json:
        show([asdict(each) | {"differs": each.differs} for each in found])
        return
    tell([_line("patient", "component", "readings", "yellow", "red", "unseen")])
    for each in found:
        counts = (each.readings, each.yellow, each.red, each.unseen)
        tell([_line(each.patient_id, each.component, *counts)])
    tell([f"{sum(each.readings for each in found)} readings judged again"])


def _line(patient: str, component: str, *counts: object) -> str:
    return f"{patient:34}{component:22}" + "".join(f"{count!s:>10}" for count in counts)
