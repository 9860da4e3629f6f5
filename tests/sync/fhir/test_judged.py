"""What a reading says of its judging stands beside what others say of theirs."""

from typing import Any

from station.sync.fhir import decode, encode
from station.sync.values import Context
from tests.sync.fhir.test_readings import SYS_HIGH, reading

PLAN = "1" * 32


def test_a_plan_of_ours_takes_the_place_of_the_former_one_and_leaves_those_of_others() -> None:
    theirs = {"reference": "CarePlan/77"}
    base: Any = encode("readings", reading(), Context(plan_version_id="2" * 32))[0]
    base["basedOn"].append(theirs)
    main: Any = encode("readings", reading(), Context(plan_version_id=PLAN), base)[0]
    assert main["basedOn"][0] == theirs
    assert [each["identifier"]["value"] for each in main["basedOn"][1:]] == [PLAN]


def test_a_limit_stands_where_its_value_stands() -> None:
    """A server that dropped an empty component leaves no place for its limit."""
    empty = reading(value=None, value2=None)
    base = dict(encode("readings", empty, Context())[0])
    del base["component"]
    main = encode("readings", empty, Context(limits=(SYS_HIGH,)), base)[0]
    assert "component" not in main
    assert "referenceRange" not in main
    whole: Any = encode("readings", reading(), Context(limits=(SYS_HIGH,)))[0]
    assert ["referenceRange" in each for each in whole["component"]] == [True, False]


def test_a_limit_without_a_number_is_told_in_words_only() -> None:
    endless = {**SYS_HIGH, "value": float("inf")}
    fields = reading(kind="spo2", value=95.0, value2=None)
    main: Any = encode("readings", fields, Context(limits=({**endless, "component": "spo2"},)))[0]
    assert [set(each) for each in main["referenceRange"]] == [{"text", "type"}]
    assert decode(main).fields["value"] == 95
