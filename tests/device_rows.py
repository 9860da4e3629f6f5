"""Rows of the register for tests, each as much as its test says and otherwise the usual."""

from dataclasses import fields, replace

from station.core.ids import new_id
from station.rules.equipment import DeviceState, Standing
from station.services.equipment.values import DeviceRow

_STATES = {Standing.DUE: DeviceState.LENT, Standing.OVERDUE: DeviceState.LENT}
_USUAL = {"str": "", "bool": False, "int": 0}


def row(
    *,
    standing: Standing = Standing.IN_STORE,
    name: str = "O-12",
    to: str = "",
    due_on: str | None = None,
) -> DeviceRow:
    """An oximeter; what is not said is empty."""
    state = _STATES.get(standing) or DeviceState(standing)
    values: dict[str, object] = {
        each.name: _USUAL.get(str(each.type)) for each in fields(DeviceRow)
    }
    values |= {
        "id": new_id(),
        "kind": "oximeter",
        "kind_words": "Pulse oximeter",
        "name": name,
        "to": to,
        "state": state,
        "standing": standing,
        "due_on": due_on,
        "haystack": f"{name}\n{to}".lower(),
    }
    return replace(DeviceRow(**values))  # type: ignore[arg-type]
