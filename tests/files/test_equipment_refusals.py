"""A list that is refused whole is told of in words for lists of equipment."""

from station.core.trouble import Trouble
from station.files import refusals
from station.files.equipment_refusals import told


def test_words() -> None:
    """A list of equipment has no period to shorten; other trouble stays as it is."""
    large = told(refusals.too_large(80.0, 20.0))
    assert large.code == "file_too_large"
    assert "80 MB" in large.sentence()
    assert "period" not in large.sentence()
    assert "period" not in told(refusals.too_many_rows(50_000)).sentence()
    assert "taken in" in told(refusals.unreachable("liste.csv")).sentence()
    other: Trouble = refusals.empty()
    assert told(other) is other
