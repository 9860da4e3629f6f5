"""`station print`: makes the PDF of a plan, a summary, the day list or a measuring sheet."""

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from station.cli.options import parser, run, show, sign_in_options, tell, working_in
from station.core.trouble import Trouble
from station.services.plans.plans import Plans, VersionRow
from station.services.prints.plan import PlanPrints
from station.services.prints.report import Paper, ReportPrints, Wanted
from station.services.session import Session
from station.services.why.replaying import patient_id_of
from station.wiring import Station

_REPORTS = {
    "summary": Paper.GP,
    "hospital": Paper.HOSPITAL,
    "measuring": Paper.MEASURING,
    "daylist": Paper.DAYLIST,
}


def main(arguments: Sequence[str]) -> int:
    """Print to a file; exit code 0 once the text in the file is the text of what was printed."""
    made = sign_in_options(parser("print", "Make the PDF of a plan, a summary, a list or a sheet."))
    made.add_argument("what", choices=("plan", *_REPORTS))
    made.add_argument("--patient", default="", help="id or identity number")
    made.add_argument("--version", type=int, help="number of the version; the newest without it")
    made.add_argument("--out", type=Path, required=True, help="file or folder to write to")
    options = made.parse_args(arguments)

    def command(_: object) -> int:
        with working_in(options) as (station, session):
            make = _plan if options.what == "plan" else _report
            found = make(station, session, options)
        if options.json:
            show(found)
        else:
            tell([f"{found['file']} ({found['code'] or found['bytes']})"])
        return 0

    return run(command, options)


def _plan(station: Station, session: Session, options: Namespace) -> dict[str, object]:
    prints = PlanPrints(station.record)
    patient_id = patient_id_of(station.record, options.patient)
    rows = Plans(station.record).versions(session, patient_id)
    version = _version(rows, options.version)
    printed = prints.render(*prints.document(session, version))
    path = _place(options.out, prints.file_name(printed))
    prints.save(session, printed, path)
    return {"file": str(path), "code": printed.code, "bytes": len(printed.pdf)}


def _report(station: Station, session: Session, options: Namespace) -> dict[str, object]:
    prints, paper = ReportPrints(station.record), _REPORTS[options.what]
    about = "" if paper is Paper.DAYLIST else options.patient
    if about or paper in (Paper.GP, Paper.HOSPITAL):
        about = patient_id_of(station.record, about)
    printed = prints.make(session, Wanted(paper, about))
    path = _place(options.out, printed.file_name)
    prints.save(session, printed, path)
    return {"file": str(path), "code": "", "bytes": len(printed.pdf)}


def _place(out: Path, name: str) -> Path:
    return out / name if out.is_dir() else out


def _version(rows: Sequence[VersionRow], number: int | None) -> str:
    for row in rows:
        if number is None or row.version.number == number:
            return row.version.id
    raise Trouble("plan_none", "This patient has no such plan version.")
