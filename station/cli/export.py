"""`station export fhir|csv|xlsx PLACE`: takes out one patient, or everything that is shared."""

from collections.abc import Sequence
from pathlib import Path

from station.cli.options import parser, run, show, sign_in_options, tell, working_in
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
    options = made.parse_args(arguments)

    def command(_: object) -> int:
        with working_in(options) as (station, session):
            named = options.patient
            patient_id = patient_id_of(station.record, named) if named else None
            if options.format == FHIR:
                done = SharedExports(station.record).fhir(session, options.place, patient_id)
                counts = done.records
            else:
                if options.format == "csv":
                    options.place.mkdir(parents=True, exist_ok=True)
                counts = SharedTables(station.record).save(
                    session, options.format, options.place, patient_id
                )
        if options.json:
            show({"records": dict(counts)})
        else:
            tell([*(f"{name}: {count}" for name, count in counts), str(options.place)])
        return 0

    return run(command, options)
