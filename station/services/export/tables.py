"""Readings, answers, alerts, contacts and loans for a spreadsheet: of one patient, or of all.

Of a person with a protected address neither the name nor what was written by hand leaves the house
in a list of everybody.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from station.core.i18n import N_, speaking, tr
from station.core.zone import local
from station.files import export_table
from station.files.export_table import XLSX, Cell
from station.models.database import Reader
from station.models.queries import patients as patient_queries
from station.models.queries import shared_rows
from station.rules.contacts import ACTION_WORDS, VERDICT_WORDS, Action, Verdict
from station.rules.kinds import is_dotted
from station.rules.kinds import kind_of as measured_kind
from station.rules.limits import Level
from station.rules.synced import kind_of
from station.rules.wording import kind_name, level_word, unit_text
from station.services.equipment.device_words import device_kind
from station.services.export.shared import left_out, may_take_out, note
from station.services.known import known_patient
from station.services.record import Record
from station.services.session import Session
from station.services.today.suppressed import excluded_words
from station.sync.values import Fields

_List = tuple[str, tuple[str, ...], list[tuple[Cell, ...]]]
"""A list as it is written: its title, headings and rows."""
_NORWEGIAN: Final = ("nb", "nn")
_PAGE: Final = 1_000
_MANY: Final = 1_000_000
"""As many rows as a sheet of a workbook holds, and a few less."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One list: its kind, the name of its file, its title, and what stands in its columns."""

    kind: str
    file: str
    title: str
    columns: tuple[tuple[str, Callable[[Fields, "_Names"], Cell]], ...]


class _Names:
    """Knows what ids stand for."""

    def __init__(self, reader: Reader, *, one: bool) -> None:
        self._reader, self._one = reader, one
        self._people: dict[str, tuple[str, bool]] = {}
        self._devices: dict[str, str] = {}

    def patient(self, fields: Fields) -> Cell:
        """Give the patient's name, a word where it is protected and the list is of many."""
        return self._known(fields)[0]

    def hidden(self, fields: Fields) -> bool:
        """Tell whether nothing may be said that leads to the patient."""
        return self._known(fields)[1]

    def _known(self, fields: Fields) -> tuple[str, bool]:
        patient_id = str(fields["patient_id"] or "")
        if patient_id and patient_id not in self._people:
            row = patient_queries.patient(self._reader, patient_id)
            name = f"{row.family_name}, {row.given_name}" if row else ""
            hidden = row is not None and bool(row.protection) and not self._one
            self._people[patient_id] = (tr("Protected") if hidden else name, hidden)
        return self._people.get(patient_id, ("", False))

    def device(self, fields: Fields) -> Cell:
        """Give the kind and label of a device."""
        device_id = str(fields["device_id"] or "")
        if device_id and device_id not in self._devices:
            row = shared_rows.one(self._reader, kind_of("devices"), device_id) or {}
            told = (device_kind(str(row.get("kind", ""))), str(row.get("label", "")))
            self._devices[device_id] = " ".join(part for part in told if part)
        return self._devices.get(device_id, "")


def _plain(column: str) -> Callable[[Fields, _Names], Cell]:
    def cell(fields: Fields, _names: _Names) -> Cell:
        value = fields[column]
        return value if isinstance(value, str | int | float) else None

    return cell


def _by_hand(column: str) -> Callable[[Fields, _Names], Cell]:
    """What somebody wrote may name street and telephone; of the protected it stays here."""

    def cell(fields: Fields, names: _Names) -> Cell:
        return "" if names.hidden(fields) else str(fields[column] or "")

    return cell


def _time(column: str) -> Callable[[Fields, _Names], Cell]:
    def cell(fields: Fields, _names: _Names) -> Cell:
        value = fields[column]
        return f"{local(value):%Y-%m-%d %H:%M}" if isinstance(value, int) else None

    return cell


def _words(column: str, words: Mapping[str, str]) -> Callable[[Fields, _Names], Cell]:
    def cell(fields: Fields, _names: _Names) -> Cell:
        code = str(fields[column])
        return tr(words[code]) if code in words else code

    return cell


def _unit(fields: Fields, _names: _Names) -> Cell:
    code = str(fields["kind"])
    return "" if is_dotted(code) else unit_text(measured_kind(code).components[0].code)


def _patient(fields: Fields, names: _Names) -> Cell:
    return names.patient(fields)


def _device(fields: Fields, names: _Names) -> Cell:
    return names.device(fields)


_WHO: Final = (N_("Patient"), _patient)
_DONE: Final = {each.value: ACTION_WORDS[each] for each in Action}
_RIGHT: Final = {each.value: VERDICT_WORDS[each] for each in Verdict}


SHEETS: Final = (
    _Sheet(
        "readings",
        "maalinger",
        N_("Measurements"),
        (
            _WHO,
            (N_("Measured"), _time("taken_at")),
            (N_("Arrived"), _time("arrived_at")),
            (N_("Measurement"), lambda fields, _: kind_name(str(fields["kind"]))),
            (N_("Value"), _plain("value")),
            (N_("Second value"), _plain("value2")),
            (N_("Unit"), _unit),
            (N_("Left out because"), lambda fields, _: excluded_words(str(fields["excluded"]))),
            (N_("Note"), _by_hand("note")),
        ),
    ),
    _Sheet(
        "form_answers",
        "skjemasvar",
        N_("Answers to forms"),
        (
            _WHO,
            (N_("Answered"), _time("answered_at")),
            (N_("Form"), _plain("form_code")),
            (N_("Answers"), _plain("answers")),
            (N_("Scores"), _plain("scores")),
            (N_("Comment"), _by_hand("comment")),
        ),
    ),
    _Sheet(
        "alerts",
        "varsler",
        N_("Alerts"),
        (
            _WHO,
            (N_("Measured"), _time("measured_at")),
            (N_("Level"), lambda fields, _: level_word(Level(int(str(fields["level"]))))),
            (N_("Closed"), _time("closed_at")),
            (
                N_("What was done"),
                _words("action", _DONE),
            ),
            (
                N_("Right or not"),
                _words("verdict", _RIGHT),
            ),
            (N_("Note"), _by_hand("note")),
        ),
    ),
    _Sheet(
        "contacts",
        "kontakter",
        N_("Contacts"),
        (
            _WHO,
            (N_("When"), _time("at")),
            (N_("Kind"), _plain("kind")),
            (N_("Outcome"), _plain("outcome")),
            (N_("Note"), _by_hand("note")),
        ),
    ),
    _Sheet(
        "loans",
        "utlaan",
        N_("Loans"),
        (
            _WHO,
            (N_("Device"), _device),
            (N_("Lent on"), _time("from_at")),
            (N_("Due on"), _plain("due_on")),
            (N_("Ended on"), _time("ended_at")),
        ),
    ),
)


class SharedTables:
    """Takes lists out; what left the house, and by whom, stands in the log."""

    def __init__(self, record: Record) -> None:
        """Read from `record`, and note there what was taken out."""
        self._record = record

    def save(
        self,
        session: Session,
        file_format: str,
        path: Path,
        patient_id: str | None = None,
        *,
        without_withdrawn: bool = False,
    ) -> tuple[tuple[str, int], ...]:
        """Write one workbook at `path` (XLSX), or a file per list into the folder `path` (CSV).

        Gives the title and the number of rows of each list; `without_withdrawn` as
        SharedExports.fhir(). Raises Trouble as that; no file is there before its row of the log.
        """
        may_take_out(session, patient_id)
        if file_format not in export_table.FORMATS:
            raise ValueError("no such format")
        language = session.language if session.language in _NORWEGIAN else _NORWEGIAN[0]
        with self._record.read() as reader, speaking(language):
            if patient_id is not None:
                known_patient(reader, patient_id)
            left = left_out(reader, patient_id, wanted=without_withdrawn)
            lists = tuple(_list(reader, sheet, patient_id, left) for sheet in SHEETS)
        files = {path: export_table.as_book(lists)} if file_format == XLSX else _csv(path, lists)
        counts = tuple((title, len(rows)) for title, _, rows in lists)
        total = sum(count for _, count in counts)
        log = partial(note, self._record, session, file_format, patient_id, total, left)
        export_table.write_all(files, log)
        return counts


def _csv(folder: Path, lists: Sequence[_List]) -> dict[Path, bytes]:
    return {
        folder / f"{sheet.file}.csv": export_table.as_csv(headings, rows)
        for sheet, (_, headings, rows) in zip(SHEETS, lists, strict=True)
    }


def _list(reader: Reader, sheet: _Sheet, patient_id: str | None, left: Collection[str]) -> _List:
    names = _Names(reader, one=patient_id is not None)
    headings = tuple(tr(heading) for heading, _ in sheet.columns)
    rows = [
        tuple(cell(fields, names) for _, cell in sheet.columns)
        for fields in _rows(reader, sheet.kind, patient_id)
        if fields["patient_id"] not in left
    ]
    return tr(sheet.title), headings, rows[:_MANY]


def _rows(reader: Reader, name: str, patient_id: str | None) -> Iterator[Fields]:
    kind, after = kind_of(name), ""
    while page := shared_rows.page(reader, kind, patient_id=patient_id, after=after, limit=_PAGE):
        yield from page
        after = str(page[-1][kind.key])
