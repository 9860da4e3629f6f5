"""Taking in a municipality's own list of equipment: read, look, then all that is good at once."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from station.core.i18n import N_, speaking, tr
from station.core.ids import new_id
from station.core.trouble import Trouble
from station.files import equipment_refusals, export_table, refusals
from station.files.equipment_fields import FIELD_WORDS, Field
from station.files.equipment_table import Choices, ListColumn, Listing, chosen, read_list
from station.files.table import Watch, on_and_on
from station.models.database import Writer
from station.models.queries import equipment_imports as queries
from station.models.queries.equipment_imports import ImportRow, RegisterDevice, StoredReport
from station.models.records import equipment_imports as records
from station.models.records.equipment_imports import ImportedDevice
from station.rules.equipment import serial_key
from station.services.equipment.device_words import DEVICE_KINDS
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session
from station.services.stock.matching import FATE_WORDS, Fate, PlannedRow, planned

__all__ = [
    "DEVICE_KINDS",
    "FATE_WORDS",
    "FIELD_WORDS",
    "Choices",
    "EquipmentImport",
    "Fate",
    "Field",
    "ImportDone",
    "ImportPlan",
    "ImportRow",
    "Known",
    "ListColumn",
    "Listed",
    "PlannedRow",
    "chosen",
]

_CHUNK = 250
_NAME_LETTERS = 120


@dataclass(frozen=True, slots=True)
class Listed:
    """A file read to its end, before the register is looked at."""

    file_hash: str
    listing: Listing


@dataclass(frozen=True, slots=True)
class Known:
    """What the register holds now, and the same file's earlier import, if there was one."""

    register: tuple[RegisterDevice, ...] = field(repr=False)
    before: ImportRow | None
    now: int


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What would become of every row; the counts add up to the number of rows."""

    listed: Listed
    known: Known
    rows: tuple[PlannedRow, ...]
    counts: Mapping[Fate, int]
    lent: int
    """New devices that the list counts as lent: they become notes, and no loans."""

    @property
    def stores(self) -> bool:
        """Tell whether anything would be written into the register."""
        return bool(self.counts[Fate.NEW] or self.counts[Fate.CHANGED])


@dataclass(frozen=True, slots=True)
class ImportDone:
    """A list that was taken in: its id, what became of every row, and the counts."""

    import_id: str
    file_name: str
    rows: tuple[PlannedRow, ...]
    counts: Mapping[Fate, int]


class EquipmentImport:
    """Takes lists of equipment into the register."""

    def __init__(self, record: Record) -> None:
        """Write to `record`."""
        self._record = record

    def read(self, path: Path, choices: Choices | None = None, watch: Watch = on_and_on) -> Listed:
        """Read a whole file; touches no record, so it belongs on the lane for files.

        `watch` gets the share done, False stops. Raises Trouble for a file refused whole.
        """
        listing = read_list(path, choices, watch)
        return Listed(_hash(path), listing)

    def known(self, session: Session, listed: Listed) -> Known:
        """Give what a list is held against; Trouble `not_allowed` without the right to import."""
        require(session, Right.MANAGE_EQUIPMENT)
        with self._record.read() as reader:
            before = queries.of_file(reader, listed.file_hash)
            return Known(queries.register(reader), before, self._record.clock.now())

    def plan(self, session: Session, listed: Listed, known: Known) -> ImportPlan:
        """Hold a list against the register; touches no record, so it may run on any thread."""
        require(session, Right.MANAGE_EQUIPMENT)
        with speaking(session.language):
            rows = planned(listed.listing, known.register, known.now)
        lent = sum(1 for row in rows if row.fate is Fate.NEW and row.lent)
        return ImportPlan(listed, known, rows, _counts(rows), lent)

    def take_in(self, session: Session, plan: ImportPlan, watch: Watch = on_and_on) -> ImportDone:
        """Take in all that is good, in one unit of work, and keep the report.

        Raises Trouble `equipment_changed_meanwhile` when the register is no longer what the plan
        was made with, so that other things would come of it; then nothing is stored, as when
        `watch` says False (`equipment_import_stopped`).
        """
        require(session, Right.MANAGE_EQUIPMENT)
        import_id = new_id()
        with speaking(session.language), self._record.write(session) as writer:
            _unchanged(writer, plan)
            self._store(writer, plan, import_id, watch)
            records.keep(writer, import_id, _report(plan))
        name = plan.listed.listing.name
        return ImportDone(import_id, name, plan.rows, plan.counts)

    def imports(self, session: Session) -> tuple[ImportRow, ...]:
        """Give the lists that were taken in, newest first."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            return queries.imports(reader)

    def save_report(self, session: Session, import_id: str, path: Path) -> None:
        """Save what became of every row as CSV; that leaves the file, so it is in the log."""
        kept = self._kept(session, import_id)
        with speaking(session.language):
            headings = (tr("Row"), tr("Outcome"), tr("Device"), tr("Why"))
            rows = [
                (row, tr(FATE_WORDS[Fate(fate)]), what, why) for row, fate, what, why in kept.rows
            ]
        self._save(session, import_id, path, export_table.as_csv(headings, rows))

    def save_refused(self, session: Session, import_id: str, path: Path) -> None:
        """Save the refused rows as they stood, each with its reason, to be mended and read again.

        Trouble `equipment_none_refused` when there are none.
        """
        kept = self._kept(session, import_id)
        refused = [(row, why) for row, fate, _what, why in kept.rows if fate == Fate.REFUSED]
        if not refused:
            raise Trouble("equipment_none_refused", N_("No row of this list was refused."))
        with speaking(session.language):
            headings = (*kept.headings, tr("Row in the old list"), tr("Why it was refused"))
        width = len(kept.headings)
        rows = [_padded(kept.cells.get(row, ()), width, row, why) for row, why in refused]
        self._save(session, import_id, path, export_table.as_csv(headings, rows))

    def _kept(self, session: Session, import_id: str) -> StoredReport:
        require(session, Right.MANAGE_EQUIPMENT)
        with self._record.read() as reader:
            kept = queries.report(reader, import_id)
        if kept is None:
            raise Trouble("equipment_import_unknown", N_("This list was never taken in here."))
        return kept

    def _save(self, session: Session, import_id: str, path: Path, content: bytes) -> None:
        def note() -> None:
            with self._record.write(session) as writer:
                writer.audit("equipment_report_exported", "equipment_import", import_id)

        export_table.write(path, content, note)

    def _store(self, writer: Writer, plan: ImportPlan, import_id: str, watch: Watch) -> None:
        new = [row for row in plan.rows if row.fate is Fate.NEW]
        changed = [row for row in plan.rows if row.fate is Fate.CHANGED]
        total = len(new) + len(changed) or 1
        reason = tr("From the list «{name}»", name=plan.listed.listing.name[:_NAME_LETTERS])
        for at in range(0, len(new), _CHUNK):
            _go_on(watch, at / total)
            part = new[at : at + _CHUNK]
            records.add_many(writer, [_imported(row, import_id, reason) for row in part])
        for at, row in enumerate(changed):
            if at % _CHUNK == 0:
                _go_on(watch, (len(new) + at) / total)
            if row.device_id is not None:
                values = dict(row.changes)
                if "serial" in values:
                    values["serial_key"] = serial_key(str(values["serial"]))
                records.change(writer, row.device_id, values)
        _go_on(watch, 1.0)


def _go_on(watch: Watch, share: float) -> None:
    if not watch(share):
        raise Trouble("equipment_import_stopped", N_("The list was stopped. Nothing was taken in."))


def _unchanged(writer: Writer, plan: ImportPlan) -> None:
    register = queries.register(writer)
    if register == plan.known.register:
        return
    again = planned(plan.listed.listing, register, plan.known.now)
    if [_comes_to(row) for row in again] != [_comes_to(row) for row in plan.rows]:
        raise Trouble(
            "equipment_changed_meanwhile",
            N_(
                "The register was changed since the list was looked at, so other things would come "
                "of it now. Nothing was taken in. Look at the list again."
            ),
        )


def _comes_to(row: PlannedRow) -> tuple[object, ...]:
    return row.row, row.fate, row.device_id, tuple(row.changes.items())


def _imported(row: PlannedRow, import_id: str, reason: str) -> ImportedDevice:
    if row.new is None:
        raise RuntimeError("a new row without a device")
    new = replace(row.new, import_id=import_id)
    return ImportedDevice(new_id(), new, serial_key(new.serial), row.state, reason)


def _report(plan: ImportPlan) -> records.Report:
    listing, counts = plan.listed.listing, plan.counts
    told = [
        (row.row, row.fate.value, row.what, row.why)
        for row in plan.rows
        if row.fate is not Fate.SAME or row.why
    ]
    return records.Report(
        listing.name,
        plan.listed.file_hash,
        len(plan.rows),
        counts[Fate.NEW],
        counts[Fate.CHANGED],
        counts[Fate.SAME],
        counts[Fate.REFUSED],
        listing.headings,
        told,
        _cells(plan),
    )


def _cells(plan: ImportPlan) -> Mapping[int, Sequence[str]]:
    cells = plan.listed.listing.cells
    return {row.row: cells[row.row] for row in plan.rows if row.fate is Fate.REFUSED}


def _counts(rows: Sequence[PlannedRow]) -> Mapping[Fate, int]:
    found = Counter(row.fate for row in rows)
    return {fate: found[fate] for fate in Fate}


def _padded(cells: Sequence[str], width: int, row: int, why: str) -> Sequence[export_table.Cell]:
    return [*cells[:width], *[""] * (width - len(cells)), row, why]


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    except OSError as error:
        raise equipment_refusals.told(refusals.unreachable(path.name)) from error
    return digest.hexdigest()
