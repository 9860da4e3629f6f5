"""A list of equipment held against itself and the register: what is new, changed, there, refused.

Pure: no record is touched. A label counts first, then the serial number within its kind.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum

from station.core.i18n import N_, tr
from station.core.trouble import Trouble
from station.devices.models import MODELS
from station.files.equipment_reasons import refused, sentence
from station.files.equipment_rows import DeviceLine, RefusedLine
from station.files.equipment_table import Listing
from station.models.queries.equipment_imports import RegisterDevice
from station.models.records.devices import NewDevice
from station.rules.equipment import DeviceState, serial_key
from station.rules.labelcode import label_key
from station.services.equipment import register_checks as checking
from station.services.equipment.device_words import device_kind


class Fate(StrEnum):
    """What becomes of one row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


FATE_WORDS: Mapping[Fate, str] = {
    Fate.NEW: N_("new"),
    Fate.CHANGED: N_("changed"),
    Fate.SAME: N_("there already"),
    Fate.REFUSED: N_("refused"),
}


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What would become of one row, in the language spoken.

    `what` names the device, `why` says why a row is refused, or what changes. `new` is the device
    to be stored, `state` where it is; `changes` are the fields to be changed of `device_id`.
    """

    row: int
    fate: Fate
    what: str
    why: str = ""
    code: str = ""
    device_id: str | None = None
    new: NewDevice | None = field(default=None, repr=False)
    state: str = ""
    lent: bool = False
    changes: Mapping[str, object] = field(default_factory=dict, repr=False)


_TEXTS = ("name", "maker", "owner", "phone")
_DAYS = ("bought_on", "warranty_until", "calibration_due", "battery_due")
_FIELD_WORDS: Mapping[str, str] = {
    "name": N_("What it is called"),
    "maker": N_("Maker"),
    "model": N_("Model"),
    "serial": N_("Serial number"),
    "label": N_("Label code"),
    "owner": N_("Owner"),
    "phone": N_("Telephone number of the SIM"),
    "bought_on": N_("Bought on"),
    "warranty_until": N_("Warranty until"),
    "price_ore": N_("Price"),
    "calibration_due": N_("Calibrated by"),
    "battery_due": N_("Battery changed by"),
    "condition": N_("Condition"),
    "note": N_("Note"),
}
_NAMED_CELLS, _NAMED_LETTERS = 4, 60
_CODES = {model.code for model in MODELS}
_NAMED = {
    name.casefold(): model.code
    for model in MODELS
    if not model.generic
    for name in (f"{model.maker} {model.name}", model.name, model.code)
    if not name.isdigit()
}


def planned(
    listing: Listing, register: Iterable[RegisterDevice], now: int
) -> tuple[PlannedRow, ...]:
    """Give what would become of every row, in their order; `now` is UTC milliseconds."""
    matcher = _Matcher(listing.devices, register, now)
    return tuple(matcher.rows(listing))


class _Matcher:
    """Knows which labels and serial numbers stand where."""

    def __init__(
        self, lines: Sequence[DeviceLine], register: Iterable[RegisterDevice], now: int
    ) -> None:
        self._now = now
        self._by_label: dict[str, RegisterDevice] = {}
        self._by_serial: dict[tuple[str, str], RegisterDevice] = {}
        for device in register:
            if device.label:
                self._by_label[label_key(device.label)] = device
            if device.serial_key:
                self._by_serial[(device.kind, device.serial_key)] = device
        self._labels: dict[str, list[DeviceLine]] = defaultdict(list)
        self._serials: dict[tuple[str, str], list[DeviceLine]] = defaultdict(list)
        self._known: dict[str, list[DeviceLine]] = defaultdict(list)
        for line in lines:
            if line.label:
                self._labels[label_key(line.label)].append(line)
            if line.serial:
                self._serials[(line.kind, serial_key(line.serial))].append(line)
        for line in lines:
            with suppress(Trouble):
                if (known := _agreed(line, *self._of(line))) is not None:
                    self._known[known.id].append(line)

    def rows(self, listing: Listing) -> Iterator[PlannedRow]:
        for line in listing.lines:
            if isinstance(line, RefusedLine):
                why, what = sentence(line.reason, line.values), _begins(listing, line)
                yield PlannedRow(line.row, Fate.REFUSED, what, why, line.reason)
                continue
            try:
                yield self._row(line)
            except Trouble as trouble:
                yield PlannedRow(
                    line.row, Fate.REFUSED, what_of(line), trouble.sentence(), trouble.code
                )

    def _row(self, line: DeviceLine) -> PlannedRow:
        known = None
        first = self._twice(line)
        if first is None:
            known = _agreed(line, *self._of(line))
            group = self._known[known.id] if known else []
            first = _first_alike(line, group, "device_twice", what_of(line))
        if first is not None:
            why = tr("Row {row} says the same.", row=first)
            return PlannedRow(line.row, Fate.SAME, what_of(line), why, "row_again")
        if known is None:
            new = checking.clean(_new(line), self._now)
            state = line.state or DeviceState.IN_STORE.value
            return PlannedRow(
                line.row, Fate.NEW, what_of(line), _told(line), "", None, new, state, line.lent
            )
        # What is changed is held to the same as what is new.
        checking.clean(_new(line), self._now)
        changes = _changes(line, known)
        if not changes:
            return PlannedRow(line.row, Fate.SAME, what_of(line), device_id=known.id)
        fields = ", ".join(tr(_FIELD_WORDS[name]).lower() for name in changes)
        return PlannedRow(
            line.row, Fate.CHANGED, what_of(line), fields, "", known.id, changes=changes
        )

    def _of(self, line: DeviceLine) -> tuple[RegisterDevice | None, RegisterDevice | None]:
        label = self._by_label.get(label_key(line.label)) if line.label else None
        key = (line.kind, serial_key(line.serial))
        return label, self._by_serial.get(key) if line.serial else None

    def _twice(self, line: DeviceLine) -> int | None:
        """Give the first of rows that say the same; rows that say different things are refused."""
        groups = (
            ("label_twice", line.label, self._labels.get(label_key(line.label), ())),
            ("serial_twice", line.serial, self._serials[(line.kind, serial_key(line.serial))]),
        )
        for code, text, group in groups:
            if text and (first := _first_alike(line, group, code, text)) is not None:
                return first
        return None


def _begins(listing: Listing, line: RefusedLine) -> str:
    """Name a row that could not be read by what stands first in it."""
    texts = [text for text in listing.cells[line.row] if text]
    return " · ".join(texts[:_NAMED_CELLS])[:_NAMED_LETTERS]


def _first_alike(line: DeviceLine, group: Sequence[DeviceLine], code: str, text: str) -> int | None:
    if len(group) <= 1:
        return None
    first = group[0]
    if all(_said(each) == _said(first) for each in group):
        return None if line is first else first.row
    other = next(each for each in group if each is not line) if line is first else first
    rows = sorted((line.row, other.row))
    raise refused(code, text=text, first=rows[0], second=rows[1])


def _said(line: DeviceLine) -> tuple[object, ...]:
    return tuple(getattr(line, name) for name in DeviceLine.__dataclass_fields__ if name != "row")


def _agreed(
    line: DeviceLine, by_label: RegisterDevice | None, by_serial: RegisterDevice | None
) -> RegisterDevice | None:
    """Give the one device that label and serial number lead to; Trouble where they disagree."""
    if by_label and by_serial and by_label.id != by_serial.id:
        raise refused("two_devices", label=line.label, serial=line.serial, row=line.row)
    known = by_label or by_serial
    if known is None:
        return None
    if known.own:
        raise refused("own_device")
    named = f"{device_kind(known.kind)} {known.name}, {known.serial}".rstrip(", ")
    if by_label and known.kind != line.kind:
        raise refused("label_taken", text=line.label, known=named, row=line.row)
    if by_label and line.serial and known.serial_key not in {"", serial_key(line.serial)}:
        raise refused("label_taken", text=line.label, known=named, row=line.row)
    if by_serial and line.label and known.label and by_label is None:
        raise refused("serial_taken", text=line.serial, known=known.label, row=line.row)
    return known


def _changes(line: DeviceLine, known: RegisterDevice) -> dict[str, object]:
    """Give what the list says and the register does not; an empty cell takes nothing away.

    Where the device is, who has it, and the model of a paired meter are the register's own.
    """
    said: dict[str, object] = {name: checking.one_line(getattr(line, name)) for name in _TEXTS}
    said |= {name: _iso(line, name) for name in _DAYS}
    said |= {"price_ore": line.price_ore, "condition": line.condition}
    said["model"] = "" if known.model in _CODES else checking.one_line(_model(line))
    said["serial"] = "" if known.serial else checking.one_line(line.serial)
    said["label"] = "" if known.label else checking.one_line(line.label)
    changed = {
        name: value
        for name, value in said.items()
        if value not in {"", None} and value != getattr(known, name)
    }
    # Whoever reads the list in another language writes the same name in other words.
    more = [part for part, sign in _notes(line) if sign not in known.note]
    if more:
        changed["note"] = "\n".join([known.note, *more] if known.note else more)
    return changed


def _new(line: DeviceLine) -> NewDevice:
    name = line.name or f"{line.maker} {line.model}".strip() or device_kind(line.kind)
    return NewDevice(
        kind=line.kind,
        model=_model(line),
        name=name,
        serial=line.serial,
        note="\n".join(part for part, _ in _notes(line)),
        label=line.label,
        maker=line.maker,
        owner=line.owner,
        bought_on=_iso(line, "bought_on"),
        price_ore=line.price_ore,
        warranty_until=_iso(line, "warranty_until"),
        calibration_due=_iso(line, "calibration_due"),
        battery_due=_iso(line, "battery_due"),
        condition=line.condition or "good",
        phone=line.phone,
        place=tr("listed as lent in the old list") if line.lent else line.place,
    )


def _notes(line: DeviceLine) -> list[tuple[str, str]]:
    """Give what becomes a note, each with the words by which it is found there again."""
    found = [(line.note, line.note)] if line.note else []
    found += [(said, said) for said in (f"{heading}: {text}" for heading, text in line.extras)]
    if line.borrower:
        found.append((tr("In the old list lent to: {name}", name=line.borrower), line.borrower))
    return found


def _told(line: DeviceLine) -> str:
    """What a person should know of a row that is taken in."""
    said = []
    if line.lent:
        said.append(tr("listed as lent: it becomes a note, and no loan"))
    said += [tr("«{text}» becomes a note", text=text) for _, text in line.extras]
    return " · ".join(said)


def what_of(line: DeviceLine) -> str:
    """Name a device as a list shows it."""
    model = f"{line.maker} {line.model}".strip() or line.name
    known_by = line.label or line.serial
    return " · ".join(part for part in (known_by, device_kind(line.kind), model) if part)


def _model(line: DeviceLine) -> str:
    whole = f"{line.maker} {line.model}".strip().casefold()
    return _NAMED.get(whole) or _NAMED.get(line.model.casefold()) or line.model


def _iso(line: DeviceLine, name: str) -> str | None:
    day = getattr(line, name)
    return day.isoformat() if day else None
