"""The dates of a column prove their order together, or are refused with the list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.trouble import Trouble
from station.files.date_survey import DateSurvey
from station.files.dates import DateOrder, read_moment
from station.files.table import Cell

AUTO = DateOrder.AUTO


def surveyed(*cells: Cell) -> DateSurvey:
    survey = DateSurvey()
    for row, cell in enumerate(cells, 2):
        survey.see(row, cell)
    return survey


def refusal(survey: DateSurvey, chosen: DateOrder = AUTO) -> Trouble:
    with pytest.raises(Trouble) as caught:
        survey.order(chosen, "tid")
    return caught.value


NATIVE = read_moment("2026-03-04 08:00", DateOrder.YEAR_FIRST)


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (("2026-03-04 08:00", "2026-03-05 08:00"), DateOrder.YEAR_FIRST),
        (("04/03/2026 08:00", "13/03/2026 08:00"), DateOrder.DAY_FIRST),
        (("04/03/2026 08:00", "03/13/2026 08:00"), DateOrder.MONTH_FIRST),
        (("04-03-2026 08:00", "31-03-2026 08:00"), DateOrder.DAY_FIRST),
        (("04.03.2026 08:00", "05.03.2026 08:00"), DateOrder.DAY_FIRST),
        (("03.13.2026 08:00",), DateOrder.MONTH_FIRST),
        (("46085.3", "46086.3"), DateOrder.EXCEL),
        ((46085.3,), DateOrder.EXCEL),
        ((NATIVE, NATIVE), DateOrder.YEAR_FIRST),
        ((NATIVE, "2026-03-04 09:00"), DateOrder.YEAR_FIRST),
        (("", "ingen dato"), DateOrder.YEAR_FIRST),
    ],
)
def test_what_a_column_proves(cells: tuple[Cell, ...], order: DateOrder) -> None:
    assert surveyed(*cells).order(AUTO, "tid") is order


def test_days_and_months_that_could_be_either_are_refused_with_an_example() -> None:
    found = refusal(surveyed("04/03/2026 08:00", "05/03/2026 08:00"))
    assert found.code == "dates_ambiguous"
    assert found.values == {"column": "tid", "example": "04/03/2026 08:00", "row": 2}


def test_several_ways_of_writing_are_refused_with_the_list() -> None:
    found = refusal(surveyed("03.04.2026 08:00", "04/03/2026", "2026-03-04", "46115"))
    assert found.code == "dates_mixed"
    assert found.values["examples"] == (
        "2: «03.04.2026 08:00», 3: «04/03/2026», 4: «2026-03-04», 5: «46115»"
    )


def test_dates_that_contradict_each_other_are_refused_with_both() -> None:
    found = refusal(surveyed("13/03/2026 08:00", "03/14/2026 08:00"))
    assert found.values["examples"] == "2: «13/03/2026 08:00», 3: «03/14/2026 08:00»"


def test_a_chosen_order_is_believed() -> None:
    survey = surveyed("03.04.2026 08:00", "04/03/2026 08:00", "2026-03-04 08:00")
    assert survey.order(DateOrder.DAY_FIRST, "tid") is DateOrder.DAY_FIRST


def test_dates_that_a_spreadsheet_has_shuffled_are_refused_whatever_was_chosen() -> None:
    # A Norwegian spreadsheet takes 04-03-2021 for the 4th of March and leaves 03-23-2021 as text.
    survey = surveyed(NATIVE, "03-23-2026 08:00 AM")
    assert refusal(survey, DateOrder.MONTH_FIRST).code == "dates_mixed"


@given(
    st.lists(st.dates(), min_size=1), st.sampled_from([DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST])
)
def test_no_column_is_ever_read_in_the_wrong_order(days: list[object], truth: DateOrder) -> None:
    form = "{0:%d/%m}/{0.year:04}" if truth is DateOrder.DAY_FIRST else "{0:%m/%d}/{0.year:04}"
    survey = surveyed(*(form.format(day) for day in days))
    try:
        found = survey.order(AUTO, "tid")
    except Trouble:
        found = truth
    assert found is truth
