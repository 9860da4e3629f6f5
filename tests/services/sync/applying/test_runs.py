"""New readings go in together where they may, in their order, and none is left out."""

from hypothesis import given
from hypothesis import strategies as st

from station.services.sync.applying.runs import runs
from tests.conftest import FRIDAY_NINE
from tests.services.stations import Place, Server, resource
from tests.services.sync_cases import PATIENT, add_patient

MARKED = st.lists(st.tuples(st.integers(), st.frozensets(st.sampled_from("abc"), max_size=2)))


@given(MARKED)
def test_runs_keep_the_order_and_no_mark_comes_twice_in_one(
    each: list[tuple[int, frozenset[str]]],
) -> None:
    found = list(runs(each, lambda one: one[1]))
    assert [one for run in found for one in run] == each
    for run in found:
        marks = [mark for _, mine in run for mark in mine]
        assert len(marks) == len(set(marks))
        assert len(run) == 1 or all(mine for _, mine in run)


def test_what_may_go_together_does() -> None:
    assert list(runs("abca1b", lambda one: {one} - {"1"})) == [
        ["a", "b", "c"],
        ["a"],
        ["1"],
        ["b"],
    ]


def test_one_reading_that_cannot_be_taken_in_stops_none_of_its_run(
    north: Place, server: Server
) -> None:
    add_patient(north)
    for number in range(4):
        fields = {
            "id": f"{number}" * 32,
            "patient_id": PATIENT,
            "kind": "spo2",
            "taken_at": FRIDAY_NINE - 60_000 * (number + 2),
            "arrived_at": FRIDAY_NINE - 50_000,
            "value": "high" if number == 2 else 93.0 + number,
            "source": "manual",
            "source_key": f"m{number}",
            "confirmed": 1,
        }
        server.force(resource("readings", f"{number}" * 32, fields))
    north.fetch()
    assert north.rows("SELECT count(*) FROM readings") == [(3,)]
    assert north.rows("SELECT count(*) FROM sync_inbox WHERE state = 'held'") == [(1,)]
