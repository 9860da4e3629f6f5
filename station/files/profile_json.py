"""Import profiles as small JSON files: read with clear errors, written readably."""

import json
from collections.abc import Callable
from dataclasses import asdict, fields
from typing import TypeVar

from station.core.i18n import N_, tr
from station.core.trouble import Trouble
from station.core.zone import HOME_ZONE, zone
from station.files.dates import DateOrder
from station.files.measures import is_kind, unit_in
from station.files.profile import DECIMALS, ImportProfile, ValueColumn
from station.files.reasons import IGNORED

T = TypeVar("T")
LARGEST = 100_000
_TIME_COLUMNS = (1, 2)


def profile_from(text: str) -> ImportProfile:
    """Read a profile; raises Trouble `profile_invalid` naming the field that is wrong."""
    if len(text) > LARGEST:
        raise _wrong("", N_("is too long"))
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _wrong("", N_("is not JSON")) from error
    fieldset = _Fields("", data, {item.name for item in fields(ImportProfile)})
    return ImportProfile(
        name=fieldset.word("name", needed=True),
        label=fieldset.word("label", needed=True),
        matches=fieldset.groups("matches"),
        time=_time_columns(fieldset),
        values=_values(fieldset),
        patient=fieldset.names("patient"),
        kind_column=fieldset.names("kind_column"),
        unit_column=fieldset.names("unit_column"),
        type_column=fieldset.names("type_column"),
        kinds=fieldset.map("kinds", is_kind, N_("names no kind of reading: {text}")),
        ignored_types=fieldset.map(
            "ignored_types", IGNORED.__contains__, N_("names no known reason: {text}")
        ),
        low_words=fieldset.names("low_words"),
        high_words=fieldset.names("high_words"),
        header_row=fieldset.whole("header_row"),
        delimiter=fieldset.delimiter("delimiter"),
        date_order=fieldset.order("date_order"),
        zone=fieldset.zone_name("zone"),
        about=fieldset.word("about"),
    )


def text_of_profile(profile: ImportProfile) -> str:
    """Write a profile as JSON text, without the fields that are as they would be anyway."""
    return json.dumps(_told(profile), ensure_ascii=False, indent=2) + "\n"


def _told(value: ImportProfile | ValueColumn) -> dict[str, object]:
    usual = {item.name: item.default for item in fields(value)}
    told: dict[str, object] = {
        name: content
        for name, content in asdict(value).items()
        if content and content != usual[name]
    }
    if isinstance(value, ImportProfile):
        told["values"] = [_told(column) for column in value.values]
        told["zone"] = value.zone
    return told


def _time_columns(fieldset: "_Fields") -> tuple[tuple[str, ...], ...]:
    columns = fieldset.groups("time")
    if len(columns) not in _TIME_COLUMNS:
        raise _wrong(
            "time", N_("names one column, or one for the date and one for the time of day")
        )
    return columns


def _values(fieldset: "_Fields") -> tuple[ValueColumn, ...]:
    items = fieldset.items("values")
    if not items:
        raise _wrong("values", N_("is empty"))
    return tuple(_value_column(f"values[{at}]", item) for at, item in enumerate(items))


def _value_column(where: str, data: object) -> ValueColumn:
    fieldset = _Fields(where + ".", data, {item.name for item in fields(ValueColumn)})
    column = ValueColumn(
        headers=fieldset.names("headers"),
        kind=fieldset.word("kind"),
        unit=fieldset.word("unit"),
        types=fieldset.names("types"),
        second=fieldset.names("second"),
        decimal=fieldset.word("decimal") or "auto",
    )
    if not column.headers:
        raise _wrong(where + ".headers", N_("is empty"))
    if column.kind and not is_kind(column.kind):
        raise _wrong(where + ".kind", N_("is no kind of reading"))
    if column.unit and column.kind:
        _check_unit(where, column)
    if column.decimal not in DECIMALS:
        raise _wrong(where + ".decimal", N_('is none of "auto", "," and "."'))
    return column


def _check_unit(where: str, column: ValueColumn) -> None:
    try:
        unit_in(column.kind, column.unit)
    except Trouble:
        raise _wrong(where + ".unit", N_("is no unit of the kind")) from None


class _Fields:
    """The fields of one JSON object, asked for by name and by the shape they must have."""

    def __init__(self, where: str, data: object, known: set[str]) -> None:
        if not isinstance(data, dict):
            raise _wrong(where.rstrip("."), N_("has the wrong shape"))
        unknown = sorted(data.keys() - known)
        if unknown:
            raise _wrong(where + unknown[0], N_("is no field of a profile"))
        self._where = where
        self._data = data

    def content(self, name: str, default: T) -> T:
        value = self._data.get(name, default)
        if type(value) is not type(default):
            raise _wrong(self._where + name, N_("has the wrong shape"))
        return value

    def items(self, name: str) -> list[object]:
        nothing: list[object] = []
        return self.content(name, nothing)

    def word(self, name: str, *, needed: bool = False) -> str:
        text = self.content(name, "")
        if needed and not text.strip():
            raise _wrong(self._where + name, N_("is missing"))
        return text

    def names(self, name: str) -> tuple[str, ...]:
        return self._texts(name, self.items(name))

    def groups(self, name: str) -> tuple[tuple[str, ...], ...]:
        groups = tuple(self._texts(name, group) for group in self.items(name))
        if not groups or not all(groups):
            raise _wrong(self._where + name, N_("is empty"))
        return groups

    def map(self, name: str, allowed: Callable[[str], bool], why: str) -> dict[str, str]:
        nothing: dict[str, object] = {}
        found = self.content(name, nothing)
        for text in self._texts(name, list(found.values())):
            if not allowed(text):
                raise _wrong(self._where + name, why, text=text)
        return {key: str(value) for key, value in found.items()}

    def whole(self, name: str) -> int:
        number = self.content(name, 0)
        if number < 0:
            raise _wrong(self._where + name, N_("is below 0"))
        return number

    def delimiter(self, name: str) -> str:
        text = self.word(name)
        if len(text) > 1 or text in ('"', "\n", "\r"):
            raise _wrong(self._where + name, N_("is not one character"))
        return text

    def order(self, name: str) -> DateOrder:
        try:
            return DateOrder(self.word(name) or DateOrder.AUTO)
        except ValueError:
            raise _wrong(self._where + name, N_("is no order of dates")) from None

    def zone_name(self, name: str) -> str:
        if name not in self._data:
            return HOME_ZONE
        text = self.word(name)
        if text:
            zone(text)
        return text

    def _texts(self, name: str, items: object) -> tuple[str, ...]:
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise _wrong(self._where + name, N_("has the wrong shape"))
        return tuple(items)


def _wrong(field: str, why: str, **values: object) -> Trouble:
    return Trouble(
        "profile_invalid",
        N_("The import profile cannot be used: «{field}» {why}."),
        field=field or "JSON",
        why=tr(why, **values),
    )
