"""`station check central`: the way to the central service, step by step, a line for each."""

from collections.abc import Sequence

from station.cli.options import looking_in, parser, run, show, sign_in_options, tell
from station.models.queries.exchange import secret
from station.models.records import hand
from station.services.sync.check import NOTED, Step, check
from station.services.sync.line import Line
from station.services.sync.setup import settings_of
from station.sync.fhir import TYPES

BAD = 1


def main(arguments: Sequence[str]) -> int:
    """Walk the way; exit code 0, or 1 where something is not well (the last line says what)."""
    made = sign_in_options(
        parser(
            "check central",
            "Try the way to the central service: address, network, encryption, clock, sign-in, "
            "FHIR R4, reading. Nothing is written there without --write.",
        )
    )
    made.add_argument(
        "--write", action="store_true", help="also write a card that says nothing, and delete it"
    )
    options = made.parse_args(arguments)

    def command(_: object) -> int:
        with looking_in(options) as look:
            with look.record.read() as reader:
                settings, station = settings_of(reader), hand.station_id(reader)
                coded = secret(reader) is not None
            clock = look.record.clock
        # The file is closed again: what follows waits for the network only.
        steps = check(
            lambda how, name, stop: Line(how, name, clock, stop),
            settings,
            station,
            TYPES,
            write=options.write,
            coded=coded,
        )
        _tell(steps, as_json=options.json)
        return 0 if all(step.well for step in steps) else BAD

    return run(command, options)


def _tell(steps: Sequence[Step], *, as_json: bool) -> None:
    if as_json:
        show([{"step": s.code, "well": s.well, "sentence": s.sentence} for s in steps])
        return
    tell([f"{_mark(step):5} {step.name:12} {step.sentence}" for step in steps])


def _mark(step: Step) -> str:
    if step.code == NOTED:
        return "OBS"
    return "ok" if step.well else "FEIL"
