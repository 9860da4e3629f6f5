"""What a plan leaves out is left out, and what it says is said in the other side's words."""

import json
from dataclasses import replace
from random import Random
from typing import Any

from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import Line, PlanContent, ScheduleItem, Zone
from station.sync.fhir import SHAPES, encode
from station.sync.values import Context
from tests.sync.fhir.drawn import likely_fields

BARE = PlanContent(
    template="kols",
    language="nb",
    goal="",
    zones=(),
    preventive=(),
    medication="",
    schedule=(),
    limits=(),
)


def said(content: PlanContent) -> dict[str, Any]:
    text = json.dumps(content.to_data())
    fields = {**likely_fields(SHAPES["plan_versions"], Random(5)), "content": text}
    return dict(encode("plan_versions", fields, Context())[0])


def test_an_empty_plan_has_no_empty_parts() -> None:
    assert not {"goal", "contained", "activity", "description"} & set(said(BARE))


def test_each_part_stands_alone() -> None:
    zone = Zone(Level.GREEN, (Line("g1", "Som vanlig"),), ())
    assert [each["id"] for each in said(_with(zones=(zone,)))["contained"]] == [
        "zone-green",
        "level-green",
    ]
    assert said(_with(preventive=(Line("p1", "Vaksine"),)))["description"] == "Vaksine"
    only_medication = said(_with(medication="Prednisolon"))["activity"]
    assert [each["detail"]["description"] for each in only_medication] == ["Prednisolon"]
    limit = Limit("of_2030", Level.RED, Side.LOW, Operator.BELOW, 3.0)
    request = said(_with(limits=(limit,)))["contained"][0]
    assert request["code"]["coding"] == [{"system": "urn:station:code", "code": "of_2030"}]


def test_a_schedule_says_days_and_time_as_far_as_it_has_them() -> None:
    schedule = (
        ScheduleItem("spo2", (0, 2), "10:00"),
        ScheduleItem("weight", (4,), ""),
        ScheduleItem("bp", (), "10:00"),
        ScheduleItem("of_2030", (), ""),
    )
    details = [each["detail"] for each in said(_with(schedule=schedule))["activity"]]
    repeats = [each["scheduledTiming"]["repeat"] for each in details]
    daily = {"frequency": 1, "period": 1, "periodUnit": "d"}
    assert repeats == [
        {"dayOfWeek": ["mon", "wed"], "timeOfDay": ["10:00:00"]},
        {"dayOfWeek": ["fri"]},
        daily,
        daily,
    ]
    assert [len(each["code"]["coding"]) for each in details] == [2, 2, 2, 1]


def _with(**parts: object) -> PlanContent:
    return replace(BARE, **parts)  # type: ignore[arg-type]
