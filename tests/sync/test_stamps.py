"""Where a resource carries its stamp, beside what others wrote there."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.rules import stamps as rules
from station.security.stamps import fits, mac, stamp_key
from station.sync.fhir import SHAPES, decode, encode, text
from station.sync.stamps import STAMP, put_stamp, stamp_of
from station.sync.values import Context
from tests.sync.fhir.drawn import any_fields

KEY = stamp_key(bytes(16))
OTHERS = {"url": "urn:another", "valueString": "x"}


@pytest.mark.parametrize("there", [None, [], "x", 1, [None, "x", OTHERS, {"url": STAMP}]])
def test_there_is_one_stamp_or_none(there: object) -> None:
    body: dict[str, Any] = {} if there is None else {"extension": there}
    assert stamp_of(body) == ""
    put_stamp(body, "one")
    assert stamp_of(body) == "one"
    put_stamp(body, "two")
    assert [each for each in body["extension"] if isinstance(each, dict)][-1] == {
        "url": STAMP,
        "valueString": "two",
    }
    put_stamp(body, "")
    assert stamp_of(body) == ""
    assert (OTHERS in body.get("extension", [])) == (isinstance(there, list) and OTHERS in there)


@pytest.mark.parametrize("kind", list(rules.STEERING))
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_it_comes_through_fhir_and_fits_there(kind: str, data: st.DataObject) -> None:
    fields = data.draw(any_fields(SHAPES[kind]))
    about = (kind, str(fields["id"]))
    stamp = rules.written(3, mac(KEY, rules.canonical(about, 3, fields)))
    main = encode(kind, fields, Context(station="a", stamp=stamp))[0]
    found = decode(main)
    number, told = rules.taken_apart(stamp_of(main))
    assert number == 3
    assert fits(KEY, rules.canonical(about, 3, found.fields), told)
    # It says nothing that has to be kept: whoever sends the record next puts an own one on.
    assert not found.more
    again = encode(kind, found.fields, Context(station="a"), main)[0]
    assert stamp_of(again) == ""
    once_more = encode(kind, found.fields, Context(station="a", stamp=stamp), again)[0]
    assert text(once_more) == text(main)
    for name in rules.STEERING[kind].covered:
        other = {**found.fields, name: "another"}
        assert not fits(KEY, rules.canonical(about, 3, other), told) or fields[name] == "another"
