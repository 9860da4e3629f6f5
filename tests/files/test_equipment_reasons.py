"""Every reason has a sentence."""

import string

import pytest

from station.files.equipment_reasons import REFUSED, refused, sentence


@pytest.mark.parametrize("code", sorted(REFUSED))
def test_every_reason_is_told(code: str) -> None:
    """With all that it names."""
    names = [name for _, name, _, _ in string.Formatter().parse(REFUSED[code]) if name]
    values = {name: f"<{name}>" for name in names}
    said = sentence(code, values)
    assert all(f"<{name}>" in said for name in names)
    assert refused(code, **values).sentence() == said


def test_what_is_not_known() -> None:
    """A code of a later version is shown as it is, and no code says nothing."""
    assert sentence("later", {}) == "later"
    assert sentence("", {}) == ""
