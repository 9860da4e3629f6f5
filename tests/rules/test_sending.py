"""What goes now: parents first, then the oldest; what is not with the other side blocks its own."""

from hypothesis import given
from hypothesis import strategies as st

from station.rules.sending import AUDIT, Parent, Waiting, choose, order_of
from station.rules.synced import KINDS, NAMES


def row(kind: str, number: int, *parents: Parent) -> Waiting:
    return Waiting(kind, f"{kind}{number}", "p", number, parents)


def test_parents_come_first_and_then_the_oldest_change() -> None:
    rows = [row(AUDIT, 1), row("readings", 3), row("patients", 9), row("readings", 2)]
    chosen = choose(rows, (), 50)
    assert [each.record_id for each in chosen.go] == [
        "patients9",
        "readings2",
        "readings3",
        "audit1",
    ]


def test_a_row_waits_behind_what_the_other_side_has_not_got() -> None:
    held, free = row("relatives", 1, ("patients", "a")), row("relatives", 2, ("patients", "b"))
    chosen = choose([held, free], {("patients", "b")}, 50)
    assert [each.key for each in chosen.go] == [("relatives", "relatives2")]
    assert chosen.go == (free,)
    assert chosen.behind == ((held, ("patients", "a")),)


def test_no_more_goes_than_there_is_room_for_but_always_something() -> None:
    rows = [row("documents", number) for number in range(3)]
    assert len(choose(rows, (), 120).go) == 2
    assert len(choose(rows, (), 1).go) == 1
    assert len(choose([row("readings", n) for n in range(9)], (), 4).go) == 4
    assert choose([], (), 4).go == ()


def test_a_kind_comes_after_all_that_it_leads_to() -> None:
    for kind in KINDS:
        assert all(order_of(parent) < order_of(kind.name) for _, parent in kind.parents)
    assert order_of(AUDIT) == len(NAMES)


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 99)), max_size=40), st.data())
def test_each_row_goes_waits_or_comes_later_and_never_two_of_these(
    drawn: list[tuple[str, int]], data: st.DataObject
) -> None:
    keys = [("patients", "p1"), ("patients", "p2")]
    present = data.draw(st.sets(st.sampled_from(keys)))
    rows = [row(kind, number, keys[number % 2]) for kind, number in drawn]
    room = data.draw(st.integers(1, 60))
    chosen = choose(rows, present, room)
    assert all(set(each.parents) <= present for each in chosen.go)
    assert all(parent not in present for _, parent in chosen.behind)
    assert len(chosen.go) + len(chosen.behind) <= len(rows)
    assert bool(chosen.go) == any(set(each.parents) <= present for each in rows)
    order = [(order_of(each.kind), each.seq) for each in chosen.go]
    assert order == sorted(order)
