"""Lists of equipment for a spreadsheet: looked at first, then written whole, and noted in the log.

No list holds an address. Of people with a protected address not even the name leaves Station, nor
what was written freely about them: where such a person lives could be told by either.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeVar

from station.core.i18n import N_, speaking, tr
from station.core.zone import day_of
from station.files import export_table
from station.files.export_table import FORMATS, XLSX, Cell
from station.models.database import Reader
from station.models.queries import equipment_overview as stock_queries
from station.models.queries import licences as licence_queries
from station.models.queries import support_cases as case_queries
from station.models.queries.equipment_overview import LoanRow, StockRow
from station.models.queries.licences import LicenceRow
from station.models.queries.support_cases import CaseRow
from station.rules.equipment import DeviceState
from station.services.equipment.device_words import condition_words, device_kind, state_words
from station.services.equipment.support_cases import outcome_words
from station.services.handing_out.values import model_words
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session
from station.services.stock.licences import PERIOD_WORDS, Period, cost_of

R = TypeVar("R")
SHOWN_ROWS = 12
"""So many rows are shown before a list is saved."""
_NORWEGIAN = ("nb", "nn")


class Export(StrEnum):
    """What can be taken out."""

    REGISTER = "register"
    LOANS = "loans"
    CASES = "cases"
    LICENCES = "licences"


EXPORT_WORDS: Final[Mapping[Export, str]] = {
    Export.REGISTER: N_("Equipment register"),
    Export.LOANS: N_("Loans"),
    Export.CASES: N_("Support cases"),
    Export.LICENCES: N_("Licences"),
}
_FILES: Final[Mapping[Export, str]] = {
    Export.REGISTER: "utstyr",
    Export.LOANS: "utlaan",
    Export.CASES: "supportsaker",
    Export.LICENCES: "lisenser",
}
_ENDS: Final[Mapping[str, str]] = {
    "": N_("Returned"),
    "lost": N_("Lost"),
    "replaced": N_("Replaced"),
    "undone": N_("Undone"),
}


@dataclass(frozen=True, slots=True)
class Table:
    """A list as it will be saved: its headings and rows, in Norwegian; days are ISO."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class ExportLook:
    """What a list will hold: the headings, the first rows, how many there are, and a file name.

    `withheld` counts the rows about people with a protected address.
    """

    export: Export
    headings: tuple[str, ...]
    first_rows: tuple[tuple[str, ...], ...]
    count: int
    withheld: int
    file_stem: str


class EquipmentExports:
    """Makes the lists."""

    def __init__(self, record: Record) -> None:
        """Read from `record`, and note there what was saved."""
        self._record = record

    def look(self, session: Session, export: Export) -> ExportLook:
        """Show what a list will hold before it is saved."""
        _may(session)
        table, withheld = self._table(session, export)
        today = day_of(self._record.clock.now())
        return ExportLook(
            export,
            table.headings,
            tuple(tuple(map(_shown, row)) for row in table.rows[:SHOWN_ROWS]),
            len(table.rows),
            withheld,
            f"{_FILES[export]}-{today.isoformat()}",
        )

    def save(self, session: Session, export: Export, file_format: str, path: Path) -> int:
        """Save a list (FORMATS) where a person chose, note it, and give how many rows it has.

        Raises Trouble `export_full`, `export_in_use` or `export_place` when it cannot be written;
        the file that stood there is still there then, and nothing is noted.
        """
        _may(session)
        if file_format not in FORMATS:
            raise ValueError("no such format")
        table, _withheld = self._table(session, export)
        if file_format == XLSX:
            with speaking(_spoken(session)):
                title = tr(EXPORT_WORDS[export])
            content = export_table.as_xlsx(title, table.headings, table.rows)
        else:
            content = export_table.as_csv(table.headings, table.rows)
        rows = len(table.rows)
        export_table.write(path, content, lambda: self._note(session, export, file_format, rows))
        return rows

    def _note(self, session: Session, export: Export, file_format: str, rows: int) -> None:
        with self._record.write(session) as writer:
            # The name and the place of the file are the person's own, and stay out of the log.
            writer.audit(
                "equipment_exported", "export", export.value, format=file_format, rows=rows
            )

    def _table(self, session: Session, export: Export) -> tuple[Table, int]:
        today = day_of(self._record.clock.now())
        with self._record.read() as reader, speaking(_spoken(session)):
            return _MAKE[export](reader, today)


def _may(session: Session) -> None:
    require(session, Right.SEE_PATIENTS)
    # Names of many people leave the house with it.
    require(session, Right.MANAGE_EQUIPMENT)


def _spoken(session: Session) -> str:
    """Give the language of the list: Norwegian, also for somebody who reads Station in English."""
    return session.language if session.language in _NORWEGIAN else _NORWEGIAN[0]


def _register(reader: Reader, _today: date) -> tuple[Table, int]:
    headings = (
        N_("Kind of device"),
        N_("Name"),
        N_("Label"),
        N_("Maker"),
        N_("Model"),
        N_("Serial number"),
        N_("Owner"),
        N_("Where it stands"),
        N_("Since"),
        N_("Place"),
        N_("Lent to"),
        N_("Due on"),
        N_("Condition"),
        N_("Bought"),
        N_("Price (NOK)"),
        N_("Warranty until"),
        N_("Calibration due"),
        N_("Batteries due"),
        N_("Kit"),
    )
    rows = stock_queries.stock(reader)
    return _made(headings, rows, _register_row), sum(bool(row.protection) for row in rows)


def _register_row(row: StockRow) -> tuple[Cell, ...]:
    return (
        device_kind(row.kind),
        row.name,
        row.label,
        row.maker,
        model_words(row.model),
        row.serial,
        row.owner,
        state_words(DeviceState(row.state)),
        day_of(row.state_since).isoformat(),
        _free(row.place, row.protection),
        _who(row.borrower, row.protection) or row.institution,
        row.due_on,
        condition_words(row.condition),
        row.bought_on,
        _kroner(row.price_ore),
        row.warranty_until,
        row.calibration_due,
        row.battery_due,
        row.kit,
    )


def _loans(reader: Reader, _today: date) -> tuple[Table, int]:
    headings = (
        N_("Kind of device"),
        N_("Name"),
        N_("Label"),
        N_("Serial number"),
        N_("Lent to"),
        N_("Receipt"),
        N_("Lent on"),
        N_("Due on"),
        N_("Ended on"),
        N_("How it ended"),
        N_("Lent by"),
        N_("Received by"),
        N_("Receipt signed"),
    )
    rows = stock_queries.loans(reader)
    return _made(headings, rows, _loan_row), sum(bool(row.protection) for row in rows)


def _loan_row(row: LoanRow) -> tuple[Cell, ...]:
    over = row.ended_at is not None
    return (
        device_kind(row.kind),
        row.device,
        row.label,
        row.serial,
        _who(row.borrower, row.protection) or row.institution,
        row.number,
        day_of(row.from_at).isoformat(),
        row.due_on,
        _day(row.ended_at),
        tr(_ENDS.get(row.ended_how, _ENDS[""])) if over else None,
        row.lent_by,
        row.ended_by,
        row.signed_on,
    )


def _cases(reader: Reader, _today: date) -> tuple[Table, int]:
    headings = (
        N_("Kind of device"),
        N_("Name"),
        N_("Label"),
        N_("With whom"),
        N_("Opened on"),
        N_("Opened by"),
        N_("What failed"),
        N_("What was done"),
        N_("Outcome"),
        N_("Replaced by"),
        N_("Minutes"),
        N_("Cost (NOK)"),
        N_("Closed on"),
        N_("Closed by"),
    )
    rows = case_queries.every(reader)
    return _made(headings, rows, _case_row), sum(bool(row.protection) for row in rows)


def _case_row(row: CaseRow) -> tuple[Cell, ...]:
    return (
        device_kind(row.kind),
        row.device,
        row.label,
        _who(row.patient, row.protection) or row.institution,
        day_of(row.opened_at).isoformat(),
        row.opened_by,
        _free(row.what, row.protection),
        _free(row.done, row.protection),
        outcome_words(row.outcome),
        row.replacement,
        row.minutes,
        _kroner(row.cost_ore),
        _day(row.closed_at),
        row.closed_by,
    )


def _licences(reader: Reader, today: date) -> tuple[Table, int]:
    headings = (
        N_("Product"),
        N_("User"),
        N_("User id with the vendor"),
        N_("From"),
        N_("To"),
        N_("Price (NOK)"),
        N_("Paid"),
        N_("Cost this year (NOK)"),
        N_("Archived"),
        N_("Note"),
    )
    rows = licence_queries.every(reader)
    table = _made(headings, rows, lambda row: _licence_row(row, today))
    return table, sum(bool(row.protection) for row in rows)


def _licence_row(row: LicenceRow, today: date) -> tuple[Cell, ...]:
    return (
        row.product,
        _who(row.patient, row.protection),
        _free(row.external_user, row.protection),
        row.from_on,
        row.to_on,
        _kroner(row.price_ore),
        tr(PERIOD_WORDS[Period(row.period)]),
        _kroner(cost_of((row,), date(today.year, 1, 1), today)),
        row.archived_on,
        _free(row.note, row.protection),
    )


_MAKE: Final[Mapping[Export, Callable[[Reader, date], tuple[Table, int]]]] = {
    Export.REGISTER: _register,
    Export.LOANS: _loans,
    Export.CASES: _cases,
    Export.LICENCES: _licences,
}


def _made(
    headings: Sequence[str], rows: Sequence[R], tell: Callable[[R], tuple[Cell, ...]]
) -> Table:
    return Table(tuple(map(tr, headings)), tuple(map(tell, rows)))


def _who(name: str, protection: str) -> str:
    return tr("Protected, see Station") if protection else name.strip()


def _free(text: str, protection: str) -> str:
    return tr("Protected, see Station") if protection and text else text


def _kroner(ore: int | None) -> float | None:
    return None if ore is None else ore / 100


def _day(moment: int | None) -> str | None:
    return None if moment is None else day_of(moment).isoformat()


def _shown(value: Cell) -> str:
    return "" if value is None else f"{value:.2f}" if isinstance(value, float) else str(value)
