"""What lists and cards show of a device: frozen rows, told in the language spoken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from station.core.i18n import tr
from station.devices.models import MODELS
from station.models.queries.devices import DeviceRecord
from station.rules.equipment import IN_HOUSE, DeviceState, Standing, standing
from station.rules.ground import DAY_MS
from station.services.equipment.device_history import ContactLine, EventLine, LoanLine
from station.services.equipment.device_words import (
    clock_words,
    condition_words,
    device_kind,
    silence_words,
    state_words,
)

SILENT_DAYS = 3
"""A lent device that was not heard from for so many days is shown as silent."""
LOW_BATTERY = 20
"""Percent; at most so much is shown as low."""
HEARD_KINDS = frozenset(
    {
        "tablet",
        "oximeter",
        "scale",
        "cuff",
        "thermometer",
        "glucose_meter",
        "heart_rate",
        "spirometer",
    }
)
"""Kinds that can be heard from; a charger is never silent."""


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """One device as a list shows it; moments UTC ms, days ISO, the price in øre.

    `kind_words`, `state_words`, `silent` and `clock` are sentences in the reader's language, the
    last two empty where there is nothing to say. `to` names the borrower. `wants_user` says that it
    is lent, and read only once it is known under which `user_index` it knows the borrower.
    `haystack` is what a search looks through, in small letters.
    """

    id: str
    kind: str
    kind_words: str
    model: str
    name: str
    serial: str
    address: str
    bonded: bool
    unencrypted_ok: bool
    firmware: str
    state: DeviceState
    state_words: str
    loan_id: str | None
    patient_id: str | None
    to: str
    lent_at: int | None
    wants_user: bool
    user_index: int | None
    battery: int | None
    battery_at: int | None
    battery_low: bool
    last_contact_at: int | None
    silent_days: int
    silent: str
    clock_offset_ms: int | None
    clock: str
    note: str
    standing: Standing
    state_since: int
    label: str
    maker: str
    owner: str
    own: bool
    bought_on: str | None
    price_ore: int | None
    warranty_until: str | None
    calibration_due: str | None
    battery_due: str | None
    condition: str
    condition_words: str
    phone: str = field(repr=False)
    place: str
    due_on: str | None
    kit_id: str | None
    kit: str
    reserved_for: str | None
    reserved_institution: str | None
    reserved_words: str
    institution_id: str | None
    handout_id: str | None
    haystack: str = field(repr=False)

    @property
    def in_house(self) -> bool:
        """Tell whether it can be lent, now or once it is prepared."""
        return self.state in IN_HOUSE


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One move as a history shows it: when (UTC ms), from where to where, by whom and why."""

    id: str
    n: int
    at: int
    by: str
    from_words: str
    to: DeviceState
    text: str
    reason: str
    place: str
    undone: bool
    undoes: bool


@dataclass(frozen=True, slots=True)
class KitRow:
    """A kit, and the ids of the devices in it."""

    id: str
    name: str
    note: str
    created_at: int
    devices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhotoLine:
    """A photo of a device, without its picture."""

    id: str
    device_id: str
    check_id: str | None
    case_id: str | None
    at: int
    by: str
    note: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Undo:
    """What undo() would take back, in words; `id` is the move, open until `until` (UTC ms)."""

    id: str
    words: str
    until: int


@dataclass(frozen=True, slots=True)
class DeviceCard:
    """One device with its whole history, each part the newest first.

    `ways` are the states it can be moved to by hand from here, `undo` what can be taken back.
    """

    row: DeviceRow
    loans: tuple[LoanLine, ...]
    contacts: tuple[ContactLine, ...]
    events: tuple[EventLine, ...]
    moves: tuple[MoveLine, ...] = ()
    photos: tuple[PhotoLine, ...] = ()
    ways: tuple[DeviceState, ...] = ()
    undo: Undo | None = None


_SEVERAL_USERS = frozenset(each.code for each in MODELS if each.consent_code)


def tells_users_apart(model: str) -> bool:
    """Tell whether a model measures several people and is read with a user's number and code."""
    return model in _SEVERAL_USERS


_STATES = {each.value: each for each in DeviceState}


class Teller:
    """Tells many devices in the language spoken now, each word looked up once."""

    def __init__(self, now: int, today: date) -> None:
        """Tell how they stand at `now` (UTC ms), which is `today` here."""
        self._now, self._today = now, today
        self._kinds: dict[str, str] = {}
        self._states: dict[Standing, str] = {}
        self._conditions: dict[str, str] = {}
        self._days: dict[str, date] = {}
        self._models: Mapping[str, str] = {
            each.code: f"{each.maker} {each.name}" for each in MODELS
        }

    def row(self, row: DeviceRecord) -> DeviceRow:
        """Tell one device."""
        state = _STATES[row.state]
        stands = standing(state, self._day(row.due_on), self._today)
        if state is not DeviceState.LENT:
            reserved = row.reserved_patient.strip() or row.reserved_name
            return self._told(row, stands, (self._state(stands), "", reserved))
        to = row.patient.strip() or row.institution or row.borrower
        return self._told(row, stands, (state_words(stands, to), to, ""))

    def _told(self, row: DeviceRecord, stands: Standing, said: tuple[str, str, str]) -> DeviceRow:
        words, to, reserved = said
        days = self._silent_days(row)
        kind = self._kind(row.kind)
        return DeviceRow(
            row.id,
            row.kind,
            kind,
            row.model,
            row.name,
            row.serial,
            row.address,
            row.bonded,
            row.unencrypted_ok,
            row.firmware,
            _STATES[row.state],
            words,
            row.loan_id,
            row.patient_id,
            to,
            row.lent_at,
            row.loan_id is not None and row.model in _SEVERAL_USERS,
            row.user_index,
            row.battery,
            row.battery_at,
            row.battery is not None and row.battery <= LOW_BATTERY,
            row.last_contact_at,
            days,
            silence_words(days) if days >= SILENT_DAYS else "",
            row.clock_offset_ms,
            clock_words(row.clock_offset_ms),
            row.note,
            stands,
            row.state_since,
            row.label,
            row.maker,
            row.owner,
            row.own,
            row.bought_on,
            row.price_ore,
            row.warranty_until,
            row.calibration_due,
            row.battery_due,
            row.condition,
            self._condition(row.condition),
            row.phone,
            row.place,
            row.due_on,
            row.kit_id,
            row.kit,
            row.reserved_for,
            row.reserved_institution,
            tr("Reserved for {name}", name=reserved) if reserved else "",
            row.institution_id,
            row.handout_id,
            self._haystack(row, kind, to, reserved),
        )

    def _silent_days(self, row: DeviceRecord) -> int:
        if row.loan_id is None or row.kind not in HEARD_KINDS:
            return 0
        heard = max(row.last_contact_at or 0, row.lent_at or 0)
        return max(0, self._now - heard) // DAY_MS

    def _haystack(self, row: DeviceRecord, kind: str, to: str, reserved: str) -> str:
        parts = (
            row.name,
            kind,
            row.label,
            row.serial,
            row.serial_key,
            row.maker,
            self._models.get(row.model, row.model),
            to,
            reserved,
            row.place,
            row.kit,
            row.owner,
        )
        return "\n".join(filter(None, parts)).lower()

    def _day(self, text: str | None) -> date | None:
        if text is None:
            return None
        if text not in self._days:
            self._days[text] = date.fromisoformat(text)
        return self._days[text]

    def _kind(self, code: str) -> str:
        if code not in self._kinds:
            self._kinds[code] = device_kind(code)
        return self._kinds[code]

    def _state(self, stands: Standing) -> str:
        if stands not in self._states:
            self._states[stands] = state_words(stands)
        return self._states[stands]

    def _condition(self, code: str) -> str:
        if code not in self._conditions:
            self._conditions[code] = condition_words(code)
        return self._conditions[code]
