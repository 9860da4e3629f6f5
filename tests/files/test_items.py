"""Items are values: frozen, and equal when they say the same."""

from dataclasses import FrozenInstanceError

import pytest

from station.files.items import Ignored, Rejected


def test_items_are_values() -> None:
    row = Rejected(7, "number_unreadable", {"text": "elleve"}, '["elleve"]')
    assert row == Rejected(7, "number_unreadable", {"text": "elleve"}, '["elleve"]')
    assert len({Ignored(7, "blank"), Ignored(7, "blank"), Ignored(8, "blank")}) == 2
    with pytest.raises(FrozenInstanceError):
        row.reason = "blank"  # type: ignore[misc]
