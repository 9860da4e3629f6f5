"""What lies in quarantine, in words: why, what came, and how much of it can be read again."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from station.core.formats import clock_time, day
from station.core.i18n import tr
from station.core.trouble import Trouble
from station.core.zone import FIRST_MS, LAST_MS, candidates, utc_ms
from station.files import reasons
from station.files.dates import DateOrder, read_moment
from station.files.layout import Layout, PlacedColumn, lay
from station.files.measures import unit_in
from station.files.profile import ImportProfile, key_of
from station.models.queries.imports import HeldRow
from station.rules.kinds import KINDS, kind_of
from station.rules.limits import Side
from station.rules.plausibility import assess
from station.rules.readings import Excluded, Source
from station.rules.wording import kind_name
from station.rules.wording_entry import finding_text
from station.services.intake.intake import Incoming

_KINDS = frozenset(kind.code for kind in KINDS)
_TYPED_ONLY = frozenset(
    {
        "trailing_bytes",
        "test_value",
        "demo_value",
        "invalid_value",
        "ongoing",
        "meter_range",
        "time_unknown_stored",
        "time_nonexistent",
        "hour_twice_stored",
    }
)
"""What a device sent that is no reading as it is: a person types in what she knows of it."""


@dataclass(frozen=True, slots=True)
class Prefill:
    """What could be read of a held row, to begin a form with; `time_text` is the time as it came.

    `profile_gone` says that the file's profile is not here any more, so nothing could be read.
    """

    kind: str = ""
    texts: tuple[str, ...] = ()
    unit: str = ""
    taken_at: int | None = None
    time_text: str = ""
    profile_gone: bool = False


@dataclass(frozen=True, slots=True)
class HeldItem:
    """One item in quarantine: `why` is a sentence, `cells` are (column, text) as they came.

    `reading` says what was read of it, value and time, where it was read at all.

    `whole` says that it can be tried again as it is, once the patient is known. `siblings` counts
    the open items of the same file that name the same `person`.
    """

    id: str
    why: str
    reason_code: str
    cells: tuple[tuple[str, str], ...]
    kind: str
    file_name: str
    row_number: int | None
    patient_id: str | None
    patient: str
    person: str
    siblings: int
    received_at: int
    state: str
    resolution: str
    whole: bool
    reading: str = ""
    prefill: Prefill = field(default_factory=Prefill)
    device: str = ""
    """The name of the device that sent it, if one did."""


def held_item(row: HeldRow, profiles: Iterable[ImportProfile]) -> HeldItem:
    """Tell one row of the quarantine, in the language spoken now."""
    values: Mapping[str, object] = json.loads(row.reason_values)
    cells = _cells(row.raw, _words(values.get("header")))
    if device := str(values.get("device_name", "")):
        cells = ((tr("Device"), device), *_clock_cell(values), *cells)
    whole = _whole(row.reason_code, values)
    return HeldItem(
        row.id,
        why(row.reason_code, row.kind, values),
        row.reason_code,
        cells,
        row.kind,
        row.file_name,
        row.row_number,
        row.patient_id,
        row.patient.strip(),
        row.person,
        row.siblings,
        row.received_at,
        row.state,
        row.resolution,
        whole,
        _told(row, values) if whole else "",
        _prefill(row, values, cells, profiles),
        device,
    )


def is_whole(row: HeldRow) -> bool:
    """Tell whether an item had become a reading before it was held back."""
    return _whole(row.reason_code, json.loads(row.reason_values))


def why(code: str, kind: str, values: Mapping[str, object]) -> str:
    """Give the sentence that says why something is held back."""
    if code == "implausible":
        found = assess(kind, _numbers(values), _side(values)).findings
        if found:
            return finding_text(max(found, key=lambda finding: finding.plausibility))
    if "device_time" in values:
        values = {**values, "text": str(values["device_time"]).replace("T", " ")}
    return reasons.sentence(code, values)


def incoming(row: HeldRow, patient_id: str | None) -> Incoming:
    """Build the reading of a whole item once more, under the key that it had the first time."""
    values: Mapping[str, object] = json.loads(row.reason_values)
    return Incoming(
        patient_id=patient_id,
        kind=row.kind,
        taken_at=int(str(values["taken_at"])),
        values=_numbers(values),
        source=Source(row.source),
        source_key=str(values["key"]),
        beyond=_side(values),
        original_value=str(values["original"]),
        original_unit=str(values["unit"]),
        zone_name=str(values["zone"]),
        raw=row.raw,
        row_number=row.row_number,
        person_key=row.person,
        quality=str(values.get("quality", "")),
        device_time=str(values.get("device_time", "")),
        device_id=str(values.get("device", "")),
        time_reason=str(values.get("time_reason", "")),
        strict=bool(values.get("strict", False)),
        note=str(values.get("note", "")),
        excluded=Excluded(str(values.get("excluded", ""))),
        excluded_reason=str(values.get("excluded_reason", "")),
    )


def elsewhere(row: HeldRow) -> str:
    """Give the id that another station knows an item by, "" if it came by no other station."""
    return str(json.loads(row.reason_values).get("record", ""))


def _whole(code: str, values: Mapping[str, object]) -> bool:
    typed_only = code in _TYPED_ONLY and "device" in values
    return "key" in values and not typed_only


def _clock_cell(values: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    shown = str(values.get("device_time", "")).replace("T", " ")
    return ((tr("The device's clock"), shown),) if shown else ()


def _prefill(
    row: HeldRow,
    values: Mapping[str, object],
    cells: Sequence[tuple[str, str]],
    profiles: Iterable[ImportProfile],
) -> Prefill:
    if "key" in values:
        found = _of_whole(row, values)
        if _whole(row.reason_code, values):
            return found
        # When it was measured is what is not known; the number may be looked up on the device.
        time_text = str(values.get("device_time", "")).replace("T", " ")
        return replace(found, taken_at=None, time_text=time_text)
    if "device" in values:
        return Prefill(row.kind)
    return _of_cells(row, cells, profiles)


def _numbers(values: Mapping[str, object]) -> tuple[float | None, ...]:
    found = values["values"]
    numbers = found if isinstance(found, list) else []
    return tuple(None if each is None else float(each) for each in numbers)


def _side(values: Mapping[str, object]) -> Side | None:
    beyond = str(values["beyond"])
    return Side(beyond) if beyond else None


def _words(found: object) -> tuple[str, ...]:
    return tuple(map(str, found)) if isinstance(found, list) else ()


def _cells(raw: str, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The raw form cut into its columns; whole, without a name, where it is no row of a table."""
    try:
        texts = _words(json.loads(raw))
    except (ValueError, RecursionError):
        texts = ()
    if not texts:
        return (("", raw),) if raw else ()
    width = max(len(texts), len(names))
    named = (*names, *("",) * (width - len(names)))
    return tuple(zip(named, (*texts, *("",) * (width - len(texts))), strict=True))


def _of_whole(row: HeldRow, values: Mapping[str, object]) -> Prefill:
    original, unit = str(values["original"]), str(values["unit"])
    count = len(kind_of(row.kind).components)
    texts = tuple(original.split("/"))
    if len(texts) != count or not original or "device" in values:
        texts, unit = tuple(map(_typed, _numbers(values))), ""
    return Prefill(row.kind, texts, _unit(row.kind, unit), _taken_at(values))


def _told(row: HeldRow, values: Mapping[str, object]) -> str:
    found = _of_whole(row, values)
    component = kind_of(row.kind).components[0]
    value = f"{kind_name(row.kind)} {'/'.join(found.texts)} {tr(found.unit or component.unit)}"
    taken_at = _taken_at(values)
    return f"{value} · {day(taken_at)} {clock_time(taken_at)}" if taken_at is not None else value


def _taken_at(values: Mapping[str, object]) -> int | None:
    """The moment, if a calendar can show it: a broken device may say anything."""
    moment = int(str(values["taken_at"]))
    return moment if FIRST_MS <= moment < LAST_MS else None


def _typed(value: float | None) -> str:
    return "" if value is None else f"{value:.9g}".replace(".", ",")


def _of_cells(
    row: HeldRow, cells: Sequence[tuple[str, str]], profiles: Iterable[ImportProfile]
) -> Prefill:
    kind = row.kind if row.kind in _KINDS else ""
    profile = next((each for each in profiles if each.name == row.profile), None)
    if profile is None:
        return Prefill(kind, profile_gone=True)
    try:
        layout = lay(profile, tuple(name for name, _ in cells))
    except Trouble:
        return Prefill(kind)
    return _read(profile, layout, [text for _, text in cells], kind)


def _read(profile: ImportProfile, layout: Layout, texts: Sequence[str], kind: str) -> Prefill:
    def at(place: int | None) -> str:
        return texts[place] if place is not None else ""

    placed = [
        each for each in layout.columns_for(at(layout.type)) if at(each.first) or at(each.second)
    ]
    if kind:
        placed = [each for each in placed if each.column.kind in ("", kind)]
    first = placed[0] if placed else None
    if not kind and first is not None:
        known = {key_of(name): code for name, code in profile.kinds.items()}
        kind = first.column.kind or known.get(key_of(at(layout.kind)), "")
    time_text = " ".join(filter(None, map(at, layout.time)))
    taken_at = _moment(time_text, profile)
    if first is None:
        return Prefill(kind, (), "", taken_at, time_text)
    unit = _unit(kind, first.column.unit or at(layout.unit))
    values = _values(first, texts, kind)
    return Prefill(kind, values, unit, taken_at, time_text)


def _values(placed: PlacedColumn, texts: Sequence[str], kind: str) -> tuple[str, ...]:
    count = len(kind_of(kind).components) if kind else 1
    cells = [texts[placed.first]]
    if placed.second is not None:
        cells.append(texts[placed.second])
    parts = cells if len(cells) == count else cells[0].split("/")
    return (*(part.strip() for part in parts[:count]), *("",) * (count - len(parts)))


def _unit(kind: str, text: str) -> str:
    if not kind or not text:
        return ""
    try:
        return unit_in(kind, text)
    except Trouble:
        return ""


def _moment(text: str, profile: ImportProfile) -> int | None:
    """The moment, where it can be read without choosing anything for anybody."""
    order = profile.date_order
    try:
        shown = read_moment(text, DateOrder.YEAR_FIRST if order is DateOrder.AUTO else order)
    except Trouble:
        return None
    if shown.tzinfo is not None:
        return utc_ms(shown)
    found = candidates(shown, profile.zone) if profile.zone else ()
    return found[0] if len(found) == 1 else None
