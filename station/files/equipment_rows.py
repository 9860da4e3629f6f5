"""One row of a list of equipment, read into a device or refused with a reason; never guessed."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeVar

from station.core.trouble import Trouble
from station.files.equipment_cells import Day, Reading, day_in, price_in
from station.files.equipment_fields import Field
from station.files.equipment_reasons import refused
from station.files.equipment_words import (
    LENT_IN_LIST,
    condition_of,
    kind_of,
    says_nothing,
    state_of,
)
from station.files.profile import key_of
from station.files.report import FORMULA_SIGNS
from station.files.table import Cell, Cells, text_of
from station.rules.identifiers import Identified, recognise
from station.rules.labelcode import LONGEST, is_doubtful, tidy

T = TypeVar("T")
MOST_NOTE: Final = 2000
MOST_TEXT: Final = 120
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?E[+]?\d+", re.IGNORECASE)
_EXACT = 1e15
_ELEVEN = re.compile(r"(?<!\d)\d{6} ?\d{5}(?!\d)")
HIDDEN: Final = "***********"
"""What stands for an identity number: the register of devices is no place for one."""


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """A device as one row tells of it; "" and None where the row says nothing.

    `kind` and `condition` are the register's codes, `state` a DeviceState that a list may set.
    `lent` says that the list counts it as lent out, `borrower` to whom: neither makes a loan.
    `extras` are (heading, text) of what has no field of its own and is kept as a note.
    """

    row: int
    kind: str
    name: str = ""
    maker: str = ""
    model: str = ""
    serial: str = ""
    label: str = ""
    owner: str = ""
    bought_on: date | None = None
    warranty_until: date | None = None
    price_ore: int | None = None
    calibration_due: date | None = None
    battery_due: date | None = None
    condition: str = ""
    state: str = ""
    place: str = ""
    lent: bool = False
    borrower: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    note: str = field(default="", repr=False)
    extras: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A row that was not read: its number, why (see equipment_reasons.py), and its cells."""

    row: int
    reason: str
    values: Mapping[str, object]


Line = DeviceLine | RefusedLine
_DAYS: Final = {
    Field.BOUGHT: "bought_on",
    Field.WARRANTY: "warranty_until",
    Field.CALIBRATION: "calibration_due",
    Field.BATTERY: "battery_due",
}
_TEXTS: Final = {
    Field.NAME: "name",
    Field.MAKER: "maker",
    Field.MODEL: "model",
    Field.OWNER: "owner",
    Field.PHONE: "phone",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """How the columns are read: what each place holds, and what the kinds' words mean.

    `kinds` are words (as key_of gives them) with the codes a person chose; `kind_for_all` is the
    kind of rows that name none.
    """

    headings: Sequence[str]
    fields: Mapping[int, Field]
    kinds: Mapping[str, str]
    kind_for_all: str
    how: Reading


def device_line(number: int, cells: Cells, kind_text: str, plan: Plan) -> Line:
    """Read one row; `kind_text` is what its column for the kind says, or the rows above."""
    try:
        return _Row(number, cells, plan).line(kind_text)
    except Trouble as trouble:
        return RefusedLine(number, trouble.code, trouble.values)


def without_guard(text: str) -> str:
    """Take away the «'» that keeps a spreadsheet from computing what Station wrote itself."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_SIGNS) else text


class _Row:
    """The cells of one row, and what has been read of them."""

    def __init__(self, number: int, cells: Cells, plan: Plan) -> None:
        self._number, self._cells, self._plan = number, cells, plan
        self._found: dict[str, object] = {}
        self._extras: list[tuple[str, str]] = []

    def line(self, kind_text: str) -> DeviceLine:
        self._too_wide()
        kind = self._kind(kind_text)
        notes: list[str] = []
        for place, what in self._plan.fields.items():
            cell = self._cells[place] if place < len(self._cells) else ""
            if what is not Field.KIND and not says_nothing(text_of(cell)):
                self._read(place, what, cell, notes)
        self._found["note"] = _hidden("\n".join(notes))
        self._place()
        if not self._found.get("label") and not self._found.get("serial"):
            raise refused("no_identity")
        extras = tuple((heading, _hidden(text)) for heading, text in self._extras)
        # Each key is a field of the line and was read as what the field holds.
        return DeviceLine(self._number, kind, extras=extras, **self._found)  # type: ignore[arg-type]

    def _too_wide(self) -> None:
        width = len(self._plan.headings)
        if any(text_of(cell) for cell in self._cells[width:]):
            raise refused("row_width", cells=len(self._cells), columns=width)

    def _kind(self, text: str) -> str:
        if says_nothing(text):
            if not self._plan.kind_for_all:
                raise refused("kind_missing")
            return self._plan.kind_for_all
        kind = self._plan.kinds.get(key_of(text)) or kind_of(text)
        if not kind:
            raise refused("kind_unknown", text=text)
        return kind

    def _read(self, place: int, what: Field, cell: Cell, notes: list[str]) -> None:
        column = self._plan.headings[place]
        text = _text(cell, column, MOST_NOTE if what is Field.NOTE else MOST_TEXT)
        if what in _DAYS:
            self._day(what, column, cell)
        elif what is Field.PRICE:
            self._found["price_ore"] = _in_column(column, price_in, cell)
        elif what in _TEXTS:
            self._found[_TEXTS[what]] = text
        elif what is Field.SERIAL:
            self._found["serial"] = _number(cell, text)
        elif what is Field.LABEL:
            self._found["label"] = _label(_number(cell, text), column)
        elif what is Field.NOTE:
            notes.append(f"{column}: {text}" if notes else text)
        else:
            self._standing(what, column, text)

    def _day(self, what: Field, column: str, cell: Cell) -> None:
        def read(given: Cell) -> Day:
            return day_in(given, self._plan.how)

        day = _in_column(column, read, cell)
        if day.rough:
            self._extras.append((column, day.rough))
        else:
            self._found[_DAYS[what]] = day.on

    def _standing(self, what: Field, column: str, text: str) -> None:
        """Condition, state, place and borrower: words that may mean something else than hoped."""
        if what is Field.BORROWER:
            self._found |= {"borrower": _hidden(text), "lent": True}
        elif what is Field.PLACE:
            self._found["place"] = text
        elif what is Field.CONDITION:
            known = condition_of(text)
            self._found["condition"] = known
            if not known:
                self._extras.append((column, text))
        elif (state := state_of(text)) == LENT_IN_LIST:
            self._found["lent"] = True
        elif state:
            self._found["state"] = state
        else:
            self._extras.append((column, text))

    def _place(self) -> None:
        """A place that is somebody's home, or a word for a state, is no place in the house."""
        place = str(self._found.get("place", ""))
        if not place:
            return
        if state_of(place) == LENT_IN_LIST:
            self._found |= {"place": "", "lent": True}
        elif self._found.get("lent"):
            self._found["place"] = ""
            self._extras.append((self._heading(Field.PLACE), place))

    def _heading(self, what: Field) -> str:
        place = next(at for at, each in self._plan.fields.items() if each is what)
        return self._plan.headings[place]


def _in_column(column: str, read: Callable[[Cell], T], cell: Cell) -> T:
    """Read a cell; a row's trouble with it names the column, too."""
    try:
        return read(without_guard(cell) if isinstance(cell, str) else cell)
    except Trouble as trouble:
        raise refused(trouble.code, column=column, **trouble.values) from None


def _text(cell: Cell, column: str, most: int) -> str:
    text = text_of(cell)
    if text.startswith("="):
        raise refused("formula", column=column)
    if len(text) > most:
        raise refused("too_long", column=column, most=most)
    return " ".join(without_guard(text).split()) if most == MOST_TEXT else without_guard(text)


def _number(cell: Cell, text: str) -> str:
    """Give a number as it stands on a device; a spreadsheet keeps fifteen digits of one."""
    inexact = isinstance(cell, (int, float)) and abs(cell) >= _EXACT
    if inexact or _SHORTENED.fullmatch(text):
        raise refused("rounded", text=text)
    return text


def _label(text: str, column: str) -> str:
    if len(text) > LONGEST:
        raise refused("too_long", column=column, most=LONGEST)
    if is_doubtful(text):
        raise refused("label_doubtful", text=text)
    return tidy(text)


def _hidden(text: str) -> str:
    """Take identity numbers out of words: whose the device was can be found without them."""

    def blacked(found: re.Match[str]) -> str:
        return HIDDEN if isinstance(recognise(found[0]), Identified) else found[0]

    return _ELEVEN.sub(blacked, text)
