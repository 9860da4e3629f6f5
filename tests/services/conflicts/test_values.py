"""A conflict as it is shown: each field by itself unless somebody says otherwise."""

from station.services.conflicts.values import Conflict, Pair, Side


def test_what_is_not_known_is_not_made_up() -> None:
    conflict = Conflict(
        "c", "Rask Elg", "Alert", "Because", "Meanwhile", (Pair("n", "N", "", "x"),)
    )
    assert conflict.ours == conflict.theirs == Side("", None)
    assert conflict.by_field
    assert (conflict.refused, conflict.pairs[0].differs) == ("", True)
