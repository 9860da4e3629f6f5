"""Boxes: heights add up, splits lose nothing, what belongs together stays together."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from station.printing.blocks import Block, Columns, Frame, Gap, Panel, Paragraph, Stack
from station.printing.drawing import INK
from station.printing.setting import Style

STYLE = Style(10.0)
WIDTH = 200.0


def _text(lines: int) -> Paragraph:
    return Paragraph(" ".join(["Hvileroganstrengelsesprøver"] * lines), STYLE, None)


def _parts(block: Block, room: float) -> list[Block]:
    """Split until nothing is left that can be split."""
    parts = block.split(WIDTH, room) if block.height(WIDTH) > room else None
    return [block] if parts is None else [parts[0], *_parts(parts[1], room)]


def test_a_paragraph_splits_between_lines_and_leaves_two_on_each_side() -> None:
    whole = _text(7)
    parts = whole.split(WIDTH, 5 * STYLE.line_height)
    assert parts is not None
    assert [round(part.height(WIDTH) / STYLE.line_height) for part in parts] == [5, 2]
    assert _text(3).split(WIDTH, 2 * STYLE.line_height) is None
    assert whole.split(WIDTH, STYLE.line_height) is None


@given(st.lists(st.integers(1, 12), min_size=1, max_size=8), st.floats(60, 300))
def test_a_stack_splits_into_parts_that_fit_and_hold_every_line(
    counts: list[int], room: float
) -> None:
    stack = Stack([_text(count) for count in counts], 3)
    parts = _parts(stack, room)
    lines = sum(_lines(part) for part in parts)
    assert lines == sum(counts)
    assert all(part.height(WIDTH) <= room + 0.01 for part in parts)


def _lines(block: Block) -> int:
    if isinstance(block, Paragraph):
        return len(block.lines(WIDTH))
    return sum(_lines(kid) for kid in block.blocks) if isinstance(block, Stack) else 0


def test_a_whole_stack_never_splits_and_a_heading_never_ends_a_page() -> None:
    blocks: list[Block] = [_text(1), Gap(2), _text(3)]
    assert Stack(blocks, whole=True).split(WIDTH, 30) is None
    assert Stack(blocks, keep=2).split(WIDTH, 30) is None
    assert Stack(blocks).split(WIDTH, 30) is not None


def test_a_stack_whose_first_block_does_not_fit_moves_on_whole() -> None:
    assert Stack([_text(3), _text(1)]).split(WIDTH, 20) is None


def test_columns_split_those_that_are_too_tall_and_keep_the_others() -> None:
    columns = Columns([_text(2), _text(9)], [1, 1], 10)
    parts = columns.split(410, 60)
    assert parts is not None
    head, tail = parts
    assert max(head.height(410), tail.height(410)) < columns.height(410)
    assert isinstance(tail.blocks[0], Gap)
    assert sum(columns.widths(410)) == 400


def test_columns_that_cannot_be_split_move_on_whole() -> None:
    assert Columns([_text(3), _text(9)], [1, 1], 10).split(410, 30) is None


def test_a_panel_adds_its_frame_and_splits_what_is_inside() -> None:
    panel = Panel(_text(9), Frame(12, 9, stroke=INK))
    parts = panel.split(224, 80)
    assert parts is not None
    heights = [part.height(224) for part in parts]
    assert sum(heights) == panel.height(224) + 18
    assert Panel(_text(3), Frame()).split(224, 40) is None


def test_a_gap_has_no_parts() -> None:
    assert Gap(8).split(WIDTH, 4) is None
    assert Gap(8).height(WIDTH) == 8


def test_lines_follow_each_other_downwards() -> None:
    heights = [_text(count).height(WIDTH) for count in range(1, 6)]
    assert all(after > before for before, after in pairwise(heights))
