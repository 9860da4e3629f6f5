"""Every shared column of every kind comes back as it was, whatever stands in it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.rules.synced import KINDS, kind_of
from station.sync.fhir import SHAPES, decode, encode, text
from station.sync.values import Context
from tests.sync.fhir.drawn import any_fields

BOTH = pytest.mark.parametrize("kind", list(SHAPES))


def test_there_is_a_shape_for_every_shared_kind() -> None:
    assert list(SHAPES) == [kind.name for kind in KINDS]


@BOTH
def test_every_shared_column_has_exactly_one_place(kind: str) -> None:
    shape = SHAPES[kind]
    assert [column.name for column in shape.columns] == list(kind_of(kind).shared)
    native = [name for place in shape.places for name in place.columns]
    assert len(native) == len(set(native))
    assert set(native) <= set(kind_of(kind).shared)
    assert shape.key == kind_of(kind).key


@BOTH
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_written_is_read_again(kind: str, data: st.DataObject) -> None:
    fields = data.draw(any_fields(SHAPES[kind]))
    hidden = set(SHAPES[kind].veil) if fields.get("protection") else set()
    main = encode(kind, fields, Context(station="a"))[0]
    found = decode(main)
    wanted = {name: value for name, value in fields.items() if name not in hidden}
    assert {name: found.fields.get(name, "-") for name in wanted} == wanted
    assert not hidden.intersection(found.fields)
    assert (found.kind, found.record_id) == (kind, fields[SHAPES[kind].key])
    again = encode(kind, found.fields, Context(station="a"), main)[0]
    assert text(again) == text(main)
