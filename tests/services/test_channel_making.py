"""Small parts of what is made; what a service gets of it all stands in test_channel_run."""

import json
from dataclasses import replace

from station.core.ids import same_id
from station.models.queries.channels import Named
from station.models.queries.outbox import Due, Head
from station.rules.limits import Level
from station.rules.plans import PlanContent
from station.services.channel_making import Order, their_content
from station.sync.adapters.people import Sender

ORDER = Order(
    Due("readings", "r", "p", 1, 1, 0, None, None, ""),
    {"a": 1, "b": 2},
    Named("p", "01814049996", "F", "Rask", "Elg", protected=False, consented=True),
    Sender("974760673", "Fjellsund kommune"),
    None,
)


def test_an_order_knows_what_was_told_before() -> None:
    assert not ORDER.said(("a",))
    assert ORDER.former == ""
    assert ORDER.person.name == "Rask Elg"
    told = replace(ORDER, head=Head("Observation", "x", "v", json.dumps({"a": 1})))
    assert told.said(("a",))
    assert not told.said(("a", "b"))
    assert told.former == "v"


def test_their_plan_is_laid_beside_ours() -> None:
    ours = PlanContent("kols", "nb", goal="Vårt mål")
    zones = [
        {"condition": "Tungpust\n\nHoste", "action": "Ring", "level": "yellow"},
        {"condition": "x", "action": "y", "level": "black"},
    ]
    body = {"clinical_content": {"description": "Deres mål", "zones": zones}}
    theirs = their_content(ours, body)
    assert (theirs.goal, theirs.template) == ("Deres mål", "kols")
    (zone,) = theirs.zones
    assert zone.level is Level.YELLOW
    assert [line.text for line in zone.signs] == ["Tungpust", "Hoste"]
    assert zone.measures[0].id == same_id("service", "Ring")
    assert PlanContent.from_data(theirs.to_data()) == theirs
