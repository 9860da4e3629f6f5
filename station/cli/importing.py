"""`station import FILE`: takes a file of readings in, as the window does."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from station.cli.options import parser, run, show, sign_in_options, tell, working_in
from station.core.trouble import Trouble
from station.services.readings.fhir_import import FhirImport
from station.services.readings.importing import Importing, ImportProfile, ImportReport
from station.services.record import Record
from station.services.why.replaying import patient_id_of

FHIR = (".json", ".ndjson")
"""The ends of the names of FHIR files."""


def main(arguments: Sequence[str]) -> int:
    """Import a file; exit code 0, or 3 when rows went to quarantine."""
    made = sign_in_options(parser("import", "Take a file of readings (CSV, XLSX or FHIR) in."))
    made.add_argument("file", type=Path)
    made.add_argument("--profile", default="", help="name of the import profile; guessed without")
    made.add_argument("--patient", default="", help="id or identity number of the only patient")
    made.add_argument(
        "--person",
        action="append",
        default=[],
        metavar="KEY=PATIENT",
        help="whose readings stand under KEY in the file (may be given several times)",
    )
    made.add_argument("--zone", help="time zone of the times in the file, such as Europe/Oslo")
    made.add_argument("--unit", help="unit of the values, where the file does not tell")
    made.add_argument("--report", type=Path, help="where to save what became of each row (CSV)")
    options = made.parse_args(arguments)

    def command(_: object) -> int:
        if options.file.suffix.lower() in FHIR:
            return _take_fhir(options)
        with working_in(options) as (station, session):
            importing = Importing(station.record, station.home.root / "import_profiles")
            profile = _profile(importing, options.file, options.profile)
            chosen = profile.with_choices(unit=options.unit, zone_name=options.zone)
            parsed = importing.read(options.file, chosen)
            found = importing.match(session, parsed).people
            known = {key: hit.id if hit else None for key, hit in found.items()}
            people = known | _people(station.record, parsed.people, options.patient, options.person)
            report = importing.store(session, parsed, people)
            if options.report:
                importing.save_report(session, report, options.report)
        _tell(report, as_json=options.json)
        return 3 if report.tally.quarantined else 0

    return run(command, options)


def _take_fhir(options: argparse.Namespace) -> int:
    with working_in(options) as (station, session):
        report = FhirImport(station.record).take(session, options.file)
    receipt = report.receipt
    counts = {name: getattr(receipt, name) for name in ("stored", "quarantined", "duplicates")}
    if options.json:
        show({**counts, "not_taken": dict(report.others)})
    else:
        tell([f"{name}: {count}" for name, count in counts.items()])
        tell([f"not taken from a file: {name} ({count})" for name, count in report.others])
    return 3 if receipt.quarantined else 0


def _profile(importing: Importing, file: Path, name: str) -> ImportProfile:
    known = {profile.name: profile for profile in importing.profiles()}
    if name in known:
        return known[name]
    if name:
        raise Trouble(
            "profile_unknown",
            "No import profile is called {name}. There are: {names}.",
            name=name,
            names=", ".join(sorted(known)),
        )
    guessed = importing.look(file).profile
    if guessed is None:
        raise Trouble("profile_needed", "No profile fits this file. Name one with --profile.")
    return guessed


def _people(
    record: Record, keys: Mapping[str, int], patient: str, pairs: Sequence[str]
) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    if patient:
        found = dict.fromkeys(keys, patient_id_of(record, patient))
    for pair in pairs:
        key, _, named = pair.partition("=")
        found[key] = patient_id_of(record, named)
    return found


def _tell(report: ImportReport, *, as_json: bool) -> None:
    tally = report.tally
    if as_json:
        show(
            {
                "batch": report.batch_id,
                "in": tally.incoming,
                "stored": tally.stored,
                "quarantined": tally.quarantined,
                "duplicates": tally.duplicates,
                "ignored": tally.ignored,
                "unconfirmed": report.unconfirmed,
                "alerts": report.reached,
                "imported_before": report.before is not None,
            }
        )
        return
    counts = (
        f"{tally.incoming} rows: {tally.stored} stored, {tally.quarantined} in quarantine, "
        f"{tally.duplicates} there already, {tally.ignored} no reading"
    )
    tell([counts, f"{report.unconfirmed} unconfirmed, {report.reached} levels reached"])
    for row in report.rows:
        if row.reason and row.fate == "quarantined":
            tell([f"  row {row.row_number}: {row.why()}"])
