"""An alert from elsewhere about what is open here already: the same alert, known by two ids.

What is done with it there is done with ours; a closing there closes ours, as a change of our own.
"""

from station.core.ids import new_id
from station.models.database import Writer
from station.models.queries import shared_rows
from station.models.queries.outbox import Head
from station.models.records import outbox as heads
from station.models.records import sync_rows as records
from station.rules.merging import merge
from station.rules.synced import kind_of
from station.services.sync_applying_after import handled
from station.services.sync_applying_clashes import folded_into, open_alert
from station.services.sync_applying_values import Arrived, Effects, Fields

ALERTS = kind_of("alerts")
_HANDLING = (
    "state",
    "taken_by",
    "taken_at",
    "waiting_until",
    "closed_at",
    "closed_by",
    "action",
    "verdict",
    "note",
)


def fold(writer: Writer, arrived: Arrived, fields: Fields, effects: Effects) -> tuple[Fields, bool]:
    """Fold an alert into the one that is open here; else give its fields, led to what is here.

    Its reading may be known here under another id.
    """
    twin = folded_into(writer, "readings", str(fields.get("reading_id", "")))
    if twin:
        fields = {**fields, "reading_id": twin}
    here = shared_rows.one(writer, ALERTS, arrived.record_id)
    if here is not None and (here["state"] != "closed" or fields.get("state") == "closed"):
        return fields, False
    into = folded_into(writer, "alerts", arrived.record_id) or open_alert(writer, fields)
    if not into:
        return fields, False
    remember(writer, "alerts", arrived.record_id, into)
    _handle(writer, arrived, fields, into, effects)
    return fields, True


def remember(writer: Writer, kind: str, record_id: str, into: str) -> None:
    """Remember that a record from elsewhere is the one that is called `into` here."""
    heads.keep_head(writer, "folded", (kind, record_id), Head(kind, into, new_id(), "{}"))


def _handle(writer: Writer, arrived: Arrived, fields: Fields, into: str, effects: Effects) -> None:
    ours = shared_rows.one(writer, ALERTS, into)
    if ours is None:
        return
    said = {name: fields[name] for name in _HANDLING if name in fields}
    ground = arrived.base or {}
    known = {name: ground.get(name, ours[name]) for name in said}
    merged = merge(ALERTS, {**ours, **known}, ours, {**ours, **said})
    if merged.apply:
        records.put(writer, ALERTS, merged.result, {}, None, ours)
        handled(writer, ours, merged.result, effects)
