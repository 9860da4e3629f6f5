"""Importing a file of readings: look first, choose, read, then take everything in at once."""

import gc
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from station.core import log
from station.core.files import replace_file
from station.core.i18n import N_, speaking
from station.core.trouble import Trouble
from station.files import refusals
from station.files.items import Candidate, Ignored, Item, Rejected
from station.files.preview import Preview, open_table, preview
from station.files.profile import ImportProfile
from station.files.profile_json import profile_from, text_of_profile
from station.files.reading_rows import candidates
from station.files.report import FATE_WORDS, Fate, Report, ReportRow, Tally, write_report
from station.files.shipped import label_of, shipped_profiles
from station.files.source import open_source
from station.files.table import Watch, on_and_on
from station.models.queries import imports as queries
from station.models.queries import patients as patient_rows
from station.models.queries.imports import BatchRow
from station.models.records.quarantine import Held
from station.rules.names import fold
from station.rules.readings import Source
from station.services.intake.intake import DUPLICATE, STORED, FileFacts, Incoming, Receipt, take
from station.services.patients.shown import hits_of
from station.services.patients.values import PatientHit
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

__all__ = [
    "FATE_WORDS",
    "BatchRow",
    "Fate",
    "ImportProfile",
    "ImportReport",
    "Importing",
    "Matched",
    "Parsed",
    "Preview",
    "ReportRow",
    "Tally",
    "label_of",
]


_NOT_PLAIN = re.compile("[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file read to the end, before anybody's record is touched.

    `people` are the patient keys that stand in the file ("" where it names nobody), each with how
    many readings it has.
    """

    path: Path
    file_hash: str
    profile: ImportProfile
    items: tuple[Item, ...]
    people: Mapping[str, int]
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matched:
    """Whom each patient key of a file names (None: nobody known), and its earlier import."""

    people: Mapping[str, PatientHit | None]
    before: BatchRow | None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of every row, and the counts, which add up."""

    batch_id: str
    tally: Tally
    rows: tuple[ReportRow, ...]
    unconfirmed: int
    reached: int
    before: BatchRow | None
    """The same file's earlier import, if there was one."""


class Importing:
    """Imports files of readings; own profiles are kept as small files in `folder`."""

    def __init__(self, record: Record, folder: Path) -> None:
        """Write to `record`."""
        self._record = record
        self._folder = folder

    def profiles(self) -> tuple[ImportProfile, ...]:
        """Give the municipality's own profiles, then the shipped ones.

        An own one that was spoilt by hand is passed over, so that the others can still be used.
        """
        own = [profile for path in sorted(self._folder.glob("*.json")) if (profile := _own(path))]
        names = {profile.name for profile in own}
        return (*own, *(each for each in shipped_profiles() if each.name not in names))

    def keep_profile(self, profile: ImportProfile, label: str) -> ImportProfile:
        """Keep the choices made for a file as a profile of the municipality's own, and give it.

        A profile kept under the same label before is replaced.
        """
        plain = _NOT_PLAIN.sub("_", fold(label)).strip("_")
        if not plain:
            raise Trouble("profile_unnamed", N_("Give the profile a name with letters or digits."))
        kept = replace(profile, name=f"own_{plain[:60]}", label=label.strip())
        text = text_of_profile(kept)
        profile_from(text)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            replace_file(self._folder / f"{kept.name}.json", text.encode())
        except OSError as error:
            raise refusals.unwritable(label) from error
        return kept

    def look(self, path: Path, profile: ImportProfile | None = None) -> Preview:
        """Look at the first rows of a file; touches no record, so it may run on any thread."""
        return preview(path, self.profiles(), profile)

    def read(self, path: Path, profile: ImportProfile, watch: Watch = on_and_on) -> Parsed:
        """Read a whole file; touches no record. `watch` gets the share done, False stops."""
        with _steady(), open_source(path, delimiter=profile.delimiter) as source:
            table = open_table(source, profile)
            items = tuple(candidates(table, profile, watch))
        people: dict[str, int] = {}
        for item in items:
            if isinstance(item, Candidate):
                people[item.person_key] = people.get(item.person_key, 0) + 1
        return Parsed(path, _hash(path), profile, items, people, table.columns)

    def match(self, session: Session, parsed: Parsed) -> Matched:
        """Find the patients whose identity numbers the file names, and its earlier import."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            ids = {key: queries.patient_by_number(reader, key) for key in parsed.people}
            known = frozenset(found for found in ids.values() if found)
            hits = hits_of(patient_rows.listed(reader, self._record.clock.now(), known))
            before = queries.batch_of_file(reader, parsed.file_hash)
        by_id = {hit.id: hit for hit in hits}
        people = {key: by_id.get(found or "") for key, found in ids.items()}
        return Matched(people, before)

    def store(
        self, session: Session, parsed: Parsed, people: Mapping[str, str | None]
    ) -> ImportReport:
        """Take a read file in, in one unit of work: all of it, or after a crash nothing.

        `people` says whose each patient key is; readings of a key without a patient are held in
        quarantine, as is every row that could not be read.
        """
        require(session, Right.EDIT_PATIENTS)
        report = Report()
        items = tuple(report.counted(parsed.items))
        incoming = [_incoming(item, people) for item in items if isinstance(item, Candidate)]
        file = FileFacts(
            parsed.path.name,
            parsed.file_hash,
            parsed.profile.name,
            parsed.profile.zone,
            _only(people),
            tuple(_held(item, people, parsed) for item in items if isinstance(item, Rejected)),
        )
        with _steady(), self._record.write(session) as writer:
            before = queries.batch_of_file(writer, parsed.file_hash)
            receipt = take(writer, incoming, file)
        _note(report, items, receipt)
        tally = report.tally()
        if not tally.adds_up():
            raise RuntimeError("an import whose numbers do not add up")
        return ImportReport(
            receipt.batch_id or "",
            tally,
            tuple(report.rows),
            receipt.unconfirmed,
            receipt.reached,
            before,
        )

    def save_report(self, session: Session, report: ImportReport, path: Path) -> None:
        """Write the report of an import where a person chose; that leaves the file, so audited."""
        require(session, Right.SEE_PATIENTS)
        with speaking(session.language):
            write_report(path, report.rows)
        with self._record.write(session) as writer:
            writer.audit("import_report_exported", "batch", report.batch_id)

    def batches(self, session: Session) -> tuple[BatchRow, ...]:
        """Give what has been imported, newest first."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            return queries.batches(reader)


@contextmanager
def _steady() -> Iterator[None]:
    """Keep Python from looking through all its objects meanwhile, which stops every thread.

    What a file becomes holds no cycles, so nothing is missed.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _own(path: Path) -> ImportProfile | None:
    try:
        return profile_from(path.read_text(encoding="utf-8"))
    except (Trouble, OSError, UnicodeDecodeError):
        log.event("own_profile_unreadable")
        return None


def _note(report: Report, items: Sequence[Item], receipt: Receipt) -> None:
    coming = iter(receipt.outcomes)
    for item in items:
        if isinstance(item, Ignored):
            report.note(item, Fate.IGNORED)
            continue
        outcome = next(coming) if isinstance(item, Candidate) else item.reason
        again = (item.row_number, item.kind, outcome) in receipt.held_before
        if outcome == STORED:
            report.note(item, Fate.STORED)
        elif outcome == DUPLICATE or again:
            report.note(item, Fate.DUPLICATE)
        else:
            report.note(item, Fate.QUARANTINED, outcome)


def _incoming(item: Candidate, people: Mapping[str, str | None]) -> Incoming:
    return Incoming(
        patient_id=people.get(item.person_key),
        kind=item.kind,
        taken_at=item.taken_at,
        values=item.canonical,
        source=Source.FILE,
        source_key=item.source_key,
        beyond=item.beyond,
        original_value=item.original,
        original_unit=item.unit,
        zone_name=item.zone,
        raw=item.raw,
        row_number=item.row_number,
        person_key=item.person_key,
    )


def _held(item: Rejected, people: Mapping[str, str | None], parsed: Parsed) -> Held:
    values = {key: _plain(value) for key, value in item.values.items()}
    return Held(
        source=Source.FILE.value,
        reason_code=item.reason,
        raw=item.raw,
        patient_id=people.get(item.person_key),
        kind=item.kind,
        row_number=item.row_number,
        # With the names of the columns the row can still be understood when the file is gone.
        reason_values={**values, "person": item.person_key, "header": list(parsed.columns)},
    )


def _plain(value: object) -> object:
    try:
        json.dumps(value)
    except TypeError:
        return str(value)
    return value


def _only(people: Mapping[str, str | None]) -> str | None:
    known = {patient_id for patient_id in people.values() if patient_id}
    return known.pop() if len(known) == 1 else None


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    except OSError as error:
        raise Trouble(
            "file_gone", "The file «{name}» could not be read to its end.", name=path.name
        ) from error
    return digest.hexdigest()
