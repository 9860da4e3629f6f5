"""Messages in small pieces: whole again, or a fault; nothing in between."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.devices.tablet.limits import MOST_MESSAGE, TabletFault
from station.devices.tablet.segments import Cutter, Joiner


@given(st.lists(st.binary(min_size=1, max_size=600), max_size=8), st.integers(0, 300))
def test_what_is_cut_is_joined(messages: list[bytes], size: int) -> None:
    cutter, joiner = Cutter(size), Joiner()
    found = []
    for message in messages:
        parts = list(cutter.cut(message))
        assert all(len(part) <= max(size, 20) for part in parts)
        found += [joined for part in parts if (joined := joiner.join(part)) is not None]
    assert found == messages


@given(st.lists(st.binary(max_size=30), max_size=20))
def test_arbitrary_segments_are_a_fault_at_most(segments: list[bytes]) -> None:
    joiner = Joiner()
    with suppress(TabletFault):
        for segment in segments:
            joined = joiner.join(segment)
            assert joined is None or 0 < len(joined) <= MOST_MESSAGE


@given(st.data())
def test_no_missing_doubled_or_exchanged_segment_passes(data: st.DataObject) -> None:
    parts = list(Cutter(20).cut(bytes(range(200))))
    at = data.draw(st.integers(0, len(parts) - 2))
    harmed = data.draw(
        st.sampled_from(
            [
                parts[:at] + parts[at + 1 :],
                parts[: at + 1] + parts[at:],
                [*parts[:at], parts[at + 1], parts[at], *parts[at + 2 :]],
            ]
        )
    )
    joiner = Joiner()
    with pytest.raises(TabletFault):
        list(map(joiner.join, harmed))


@pytest.mark.parametrize(
    ("segments", "detail"),
    [
        ([b""], "empty"),
        ([b"\xc0"], "empty"),
        ([b"\xc1x"], "count"),
        ([b"\x40x"], "start"),
        ([b"\x80x", b"\x81x"], "start"),
    ],
)
def test_each_way_of_being_wrong(segments: list[bytes], detail: str) -> None:
    joiner = Joiner()
    for segment in segments[:-1]:
        assert joiner.join(segment) is None
    with pytest.raises(TabletFault, match=detail):
        joiner.join(segments[-1])


def test_nobody_can_fill_the_memory() -> None:
    joiner = Joiner()
    for count in range(MOST_MESSAGE // 500):
        joiner.join(bytes((0x80 * (count == 0) | count % 64,)) + bytes(500))
    with pytest.raises(TabletFault, match="long"):
        joiner.join(bytes((MOST_MESSAGE // 500,)) + bytes(500))


@pytest.mark.parametrize("message", [b"", bytes(MOST_MESSAGE + 1)])
def test_what_may_not_be_sent_is_a_bug_of_ours(message: bytes) -> None:
    with pytest.raises(ValueError, match="may not be sent"):
        list(Cutter(244).cut(message))
