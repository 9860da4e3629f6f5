"""The code of a hand-out holds its bytes and nothing else."""

from station.devices.tablet.talk import Offered
from station.files.squares import squares
from station.services.tablets.tablet_code import code_of
from station.services.tablets.tablets import Offer


def test_the_squares_are_those_of_the_offer() -> None:
    qr = bytes(range(87))
    offered = Offered(bytes(16), bytes(32), bytes(32), 0, 0)
    offer = Offer("p", "d", "l", 0, qr, offered)
    assert code_of(offer) == squares(qr)
