"""`station export fhir|csv|xlsx PLACE`: takes out one patient, or everything that is shared."""

from collections.abc import Sequence
from pathlib import Path

from station.cli.options import parser, run, show, sign_in_options, tell, working_in
from station.core.i18n import ntr
from station.services.export.shared import SharedExports
from station.services.export.tables import SharedTables
from station.services.why.replaying import patient_id_of

FHIR = "fhir"


def main(arguments: Sequence[str]) -> int:
    """Export; exit code 0 when the file is whole and in its place."""
    made = sign_in_options(
        parser("export", "Take out one patient, or everything that is shared with others.")
    )
    made.add_argument("format", choices=(FHIR, "csv", "xlsx"), help="a FHIR Bundle, or lists")
    made.add_argument("place", type=Path, help="the file to write; for csv, the folder")
    made.add_argument("--patient", default="", help="id or identity number of the only patient")
    made.add_argument(
        "--without-withdrawn",
        action="store_true",
        help="leave out those who have taken their consent back",
    )
    options = made.parse_args(arguments)

    def command(_: object) -> int:
        with working_in(options) as (station, session):
            named = options.patient
            patient_id = patient_id_of(station.record, named) if named else None
            exports, without = SharedExports(station.record), bool(options.without_withdrawn)
            withdrawn = 0 if patient_id else exports.withdrawn(session)
            if withdrawn and not options.json:
                # Before it is written: it can still be stopped.
                tell([_words(withdrawn, without=without)])
            if options.format == FHIR:
                done = exports.fhir(session, options.place, patient_id, without_withdrawn=without)
                counts = done.records
            else:
                if options.format == "csv":
                    options.place.mkdir(parents=True, exist_ok=True)
                counts = SharedTables(station.record).save(
                    session,
                    options.format,
                    options.place,
                    patient_id,
                    without_withdrawn=without,
                )
        if options.json:
            show({"records": dict(counts), "withdrawn": withdrawn, "left_out": without})
        else:
            tell([*(f"{name}: {count}" for name, count in counts), str(options.place)])
        return 0

    return run(command, options)


def _words(withdrawn: int, *, without: bool) -> str:
    """Say how many have taken their consent back, and whether they go along."""
    if without:
        return ntr(
            "{n} patient who has taken the consent back is left out.",
            "{n} patients who have taken their consent back are left out.",
            withdrawn,
        )
    return ntr(
        "{n} patient has taken the consent back, and goes along. "
        "Leave the patient out with --without-withdrawn.",
        "{n} patients have taken their consent back, and go along. "
        "Leave them out with --without-withdrawn.",
        withdrawn,
    )
