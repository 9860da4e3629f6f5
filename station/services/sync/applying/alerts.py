"""An alert from elsewhere about what is open here already: it stands behind ours, with its own id.

The file has room for one open alert of each side of a value. Others that are open elsewhere are
kept aside with all that they say (`sync_heads`, channel "folded"). Who closes ours here closes
them too, as changes of this station. Where ours is closed by somebody who may not have known of
them, the first of them takes its place (decision 0161).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from station.core.ids import new_id
from station.models.database import Reader, Writer
from station.models.queries import shared_rows
from station.models.queries.outbox import Head
from station.models.records import outbox as heads
from station.models.records import sync_rows as records
from station.rules.same_alert import CLOSED, closing, joined, settles
from station.rules.synced import kind_of
from station.services.sync.applying.after import handled
from station.services.sync.applying.clashes import folded_into, open_alert
from station.services.sync.applying.values import Effects, Fields

ALERTS = kind_of("alerts")
FOLDED = "folded"
_ASIDE = (
    "SELECT record_id, resource_id, fields FROM sync_heads "
    "WHERE channel = 'folded' AND kind = 'alerts'"
)


@dataclass(frozen=True, slots=True)
class Aside:
    """An open alert from elsewhere that stands behind the one that is called `behind`."""

    id: str
    behind: str
    fields: Fields


def led_here(reader: Reader, fields: Fields) -> Fields:
    """Give an alert's columns; its reading may be known here under another id."""
    twin = folded_into(reader, "readings", str(fields.get("reading_id", "")))
    return {**fields, "reading_id": twin} if twin else fields


def aside(reader: Reader, alert_id: str) -> Fields | None:
    """Give what an alert says that stands behind another here, None if it does not."""
    return next((each.fields for each in _all(reader, " AND record_id = ?", alert_id)), None)


def set_aside(writer: Writer, before: Fields | None, became: Fields, effects: Effects) -> bool:
    """Let an open alert stand behind the one that is open here; False if it need not.

    `before` is what it said when it stood there already. What is new shows in ours.
    """
    if became["state"] == CLOSED:
        return False
    stands = open_alert(writer, became)
    if not stands:
        return False
    records.complete(ALERTS, became)
    _keep(writer, became, stands)
    if before != became:
        _show(writer, stands, became, effects)
    return True


def remember(writer: Writer, kind: str, record_id: str, into: str) -> None:
    """Remember that a record from elsewhere is the one that is called `into` here."""
    heads.keep_head(writer, FOLDED, (kind, record_id), Head(kind, into, new_id(), "{}"))


def went_on(writer: Writer, before: Fields | None, became: Fields, effects: Effects) -> None:
    """Do what follows for the others when what came of an alert is written here.

    What was closed elsewhere closes another one only where that is about the same reading.
    """
    alert_id = str(became["id"])
    heads.forget_head(writer, FOLDED, ("alerts", alert_id))
    if became["state"] != CLOSED or (before is not None and before["state"] == CLOSED):
        return
    stands = open_alert(writer, became)
    if stands:
        _settle_ours(writer, stands, became, effects, known=before is not None)
    else:
        _lead_on(writer, became, effects)


def settle(writer: Writer) -> None:
    """Close what stood behind an alert that was closed here, with the same words.

    In a unit of work of its own before anything is sent or worked in: so an alert that stood
    behind another stood there when that was closed.
    """
    for each in _all(writer):
        ours = shared_rows.one(writer, ALERTS, each.behind)
        if ours is None or ours["state"] == CLOSED:
            words = {} if ours is None else closing(ours)
            bring_in(writer, {**each.fields, **words}, Effects())


def _settle_ours(
    writer: Writer, stands: str, closed: Fields, effects: Effects, *, known: bool
) -> None:
    ours = shared_rows.one(writer, ALERTS, stands)
    if ours is None or not settles(closed, ours) or not (known or _is_untold(writer, stands)):
        return
    became = {**ours, **closing(closed)}
    records.put(writer, ALERTS, became, {}, None, ours)
    handled(writer, ours, became, effects)
    _lead_on(writer, became, effects)


def _is_untold(reader: Reader, alert_id: str) -> bool:
    """Whether nobody else knows of an alert: this station found it, and nobody did anything."""
    rows = reader.raw(
        "SELECT 1 FROM sync_heads WHERE channel = 'centre' AND kind = 'alerts' AND record_id = ?1 "
        "UNION ALL SELECT 1 FROM sync_log, sync_hand WHERE kind = 'alerts' AND record_id = ?1 "
        "AND origin <> station",
        (alert_id,),
    )
    return not rows


def _lead_on(writer: Writer, closed: Fields, effects: Effects) -> None:
    """Bring in what stood behind an alert that was closed by somebody who may not have known it."""
    for each in _all(writer, " AND resource_id = ?", str(closed["id"])):
        if settles(closed, each.fields):
            bring_in(writer, {**each.fields, **closing(closed)}, effects)
        else:
            bring_in(writer, each.fields, effects)


def bring_in(writer: Writer, fields: Fields, effects: Effects) -> None:
    """Write what stood aside as a record of its own; behind another one, if that is open here."""
    stands = "" if fields["state"] == CLOSED else open_alert(writer, fields)
    if stands:
        _keep(writer, fields, stands)
        _show(writer, stands, fields, effects)
        return
    here = shared_rows.one(writer, ALERTS, str(fields["id"])) or {}
    heads.forget_head(writer, FOLDED, ("alerts", str(fields["id"])))
    records.put(writer, ALERTS, fields, {}, None, here)
    handled(writer, here, fields, effects)


def _show(writer: Writer, stands: str, other: Fields, effects: Effects) -> None:
    ours = shared_rows.one(writer, ALERTS, stands) or {}
    said = joined(ours, other)
    if said:
        became = {**ours, **said}
        records.put(writer, ALERTS, became, {}, None, ours)
        handled(writer, ours, became, effects)


def _keep(writer: Writer, fields: Fields, behind: str) -> None:
    text = json.dumps(dict(fields), ensure_ascii=False)
    key = ("alerts", str(fields["id"]))
    heads.keep_head(writer, FOLDED, key, Head("alerts", behind, new_id(), text))


def _all(reader: Reader, which: str = "", *values: str) -> Iterator[Aside]:
    for alert_id, behind, text in reader.raw(f"{_ASIDE}{which} ORDER BY record_id", values):
        yield Aside(alert_id, behind, json.loads(text))
