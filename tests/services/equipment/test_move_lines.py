"""A history of moves, in words."""

from station.models.queries.store import MoveRecord
from station.rules.equipment import DeviceState
from station.services.equipment.move_lines import move_lines

S = DeviceState


def move(
    n: int, before: str, after: str, patient: str = "", undoes: str | None = None
) -> MoveRecord:
    """One move."""
    return MoveRecord(
        f"m{n}",
        n,
        n,
        "u",
        "Lun Hylle",
        before,
        after,
        "",
        "",
        None,
        None,
        patient,
        None,
        "",
        undoes,
    )


def test_each_move_says_where_to_and_whom_it_is_about() -> None:
    lines = move_lines(
        [
            move(7, S.RETURNED, S.LENT, "Rask Elg", "m6"),
            move(6, S.LENT, S.RETURNED, "Rask Elg"),
            move(5, S.READY, S.LENT, "Rask Elg"),
            move(4, S.RESERVED, S.READY, "Rask Elg"),
            move(3, S.IN_STORE, S.RESERVED, "Rask Elg"),
            move(2, S.REPAIR, S.IN_STORE),
            move(1, "", S.IN_STORE),
        ]
    )
    assert [line.text for line in lines] == [
        "Lent to Rask Elg",
        "Returned, not looked over, from Rask Elg",
        "Lent to Rask Elg",
        "Ready to be lent",
        "Reserved for Rask Elg",
        "In the store",
        "Registered",
    ]
    assert [line.undone for line in lines] == [False, True, False, False, False, False, False]
    assert [line.undoes for line in lines][:2] == [True, False]
    assert (lines[-1].from_words, lines[-2].from_words) == ("", "In repair")
