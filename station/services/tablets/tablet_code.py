"""The code on the screen that a tablet's camera reads when it is handed out."""

from station.files.squares import Squares, squares
from station.services.tablets.tablets import Offer

__all__ = ["Squares", "code_of"]


def code_of(offer: Offer) -> Squares:
    """Give the squares of a hand-out: rows, true is dark. It is shown and never kept."""
    return squares(offer.qr)
