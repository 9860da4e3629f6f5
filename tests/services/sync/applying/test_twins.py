"""A reading that stands for one of another station goes by what a person there did, and by no more.

The courses stand in tests/attacks/test_sync_twins.py.
"""

from tests.conftest import FRIDAY_NINE
from tests.services.stations import Place, exchange
from tests.services.sync_cases import change, measure

AT = FRIDAY_NINE - 60_000


def test_what_nobody_left_out_is_not_left_out_here(both: tuple[Place, Place]) -> None:
    north, south = both
    ours = measure(north, 95.0, "same", taken_at=AT)
    change(north, "readings", ours, excluded="test")
    measure(south, 95.0, "same", taken_at=AT)
    exchange(north, south)
    assert south.rows("SELECT excluded FROM readings") == [("",)]
