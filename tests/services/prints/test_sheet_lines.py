"""Lines on paper: what was removed stays away, and each ends as a sentence."""

from station.rules.plans import Line, LineState
from station.services.prints.sheet_lines import printed_lines


def test_lines_that_stand_end_as_sentences() -> None:
    lines = [
        Line("a", "Jeg hviler"),
        Line("b", "Jeg går."),
        Line("c", "Bort", LineState.REMOVED),
        Line("d", ""),
    ]
    assert [str(each) for each in printed_lines(lines)] == ["Jeg hviler.", "Jeg går.", ""]
