"""Limits on files: they fit together, so that none of them makes another unreachable."""

from station.files.limits import LIMITS


def test_the_limits_fit_together() -> None:
    assert LIMITS.cell_characters < LIMITS.line_characters < LIMITS.file_bytes
    assert LIMITS.file_bytes < LIMITS.unpacked_bytes
    assert LIMITS.loose_elements < LIMITS.rows
