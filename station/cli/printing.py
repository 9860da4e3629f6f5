"""`station print plan`: makes the PDF of a plan, read back before it counts."""

from collections.abc import Sequence
from pathlib import Path

from station.cli.options import parser, run, show, sign_in_options, tell, working_in
from station.core.trouble import Trouble
from station.services.plan_print import PlanPrints
from station.services.plans import Plans, VersionRow
from station.services.replaying import patient_id_of


def main(arguments: Sequence[str]) -> int:
    """Print a plan to a file; exit code 0 once the text in the file is the text of the plan."""
    made = sign_in_options(parser("print", "Make the PDF of a patient's plan."))
    made.add_argument("what", choices=("plan",))
    made.add_argument("--patient", required=True, help="id or identity number")
    made.add_argument("--version", type=int, help="number of the version; the newest without it")
    made.add_argument("--out", type=Path, required=True, help="file or folder to write to")
    options = made.parse_args(arguments)

    def command(_: object) -> int:
        with working_in(options) as (station, session):
            prints = PlanPrints(station.record)
            patient_id = patient_id_of(station.record, options.patient)
            rows = Plans(station.record).versions(session, patient_id)
            version = _version(rows, options.version)
            printed = prints.render(*prints.document(session, version))
            out: Path = options.out
            path = out / prints.file_name(printed) if out.is_dir() else out
            prints.save(session, printed, path)
        if options.json:
            show({"file": str(path), "code": printed.code, "bytes": len(printed.pdf)})
        else:
            tell([f"{path} ({printed.code})"])
        return 0

    return run(command, options)


def _version(rows: Sequence[VersionRow], number: int | None) -> str:
    for row in rows:
        if number is None or row.version.number == number:
            return row.version.id
    raise Trouble("plan_none", "This patient has no such plan version.")
