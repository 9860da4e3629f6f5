"""The rows on screen: filters, minimal news, and standing on a patient through any change."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from station.rules.standing import Standing
from station.services.today.worklist import WorkRow, in_order
from station.views.style import Theme
from station.views.today.listview import WorkListView
from station.views.today.rows import WorkRows, chosen


def row(number: int, standing: Standing = Standing.GREEN, name: str = "Rask Elg") -> WorkRow:
    """A row of a worklist."""
    return WorkRow(
        patient_id=f"{number:032x}",
        name=f"{name} {number}",
        birth_year="1948",
        standing=standing,
        reason="All within own limits",
        marks=(),
        since=None,
        measured_at=None,
        open_age_ms=0,
        alert_id=None,
        alerts=0,
        proposed=False,
        component="spo2",
        spark=(),
        opened_by="",
        opened_since=None,
        last_contact=None,
        responsible_id="",
        search_text=f"{name.lower()} {number}",
    )


lists = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from(Standing)),
    unique_by=lambda pair: pair[0],
    max_size=10,
).map(lambda pairs: in_order([row(number, standing) for number, standing in pairs]))


@pytest.fixture
def view(qtbot: QtBot, look: Theme) -> WorkListView:
    """A list of the height of three rows."""
    made = WorkListView()
    qtbot.addWidget(made)
    made.resize(480, 190)
    return made


def test_the_row_one_stands_on_is_the_same_patient_or_nobody(qtbot: QtBot, look: Theme) -> None:
    view = WorkListView()
    qtbot.addWidget(view)

    @given(before=lists, after=lists, at=st.integers(0, 9))
    def holds(before: Sequence[WorkRow], after: Sequence[WorkRow], at: int) -> None:
        view.rows.show_rows(before)
        wanted = before[at % len(before)].patient_id if before else ""
        view.stand_on(wanted)
        view.rows.show_rows(after)
        there = wanted in {each.patient_id for each in after}
        assert view.standing_on == (wanted if there else "")

    holds()


def test_a_changed_row_is_drawn_anew_and_nothing_else(qtbot: QtBot) -> None:
    model = WorkRows()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    rows = [row(number) for number in range(20)]
    model.show_rows(rows)
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last, _roles: changed.append((first.row(), last.row())))
    rebuilt: list[bool] = []
    model.rebuilt.connect(lambda: rebuilt.append(True))
    model.show_rows([*rows[:7], replace(rows[7], reason="SpO₂ 84 %"), *rows[8:]])
    assert (changed, rebuilt) == ([(7, 7)], [])
    model.show_rows(rows[1:])
    assert rebuilt == [True]


def test_filters_fold_names_and_need_every_word() -> None:
    rows = [row(1, Standing.RED), row(2, name="Åse Øy"), row(3, Standing.RED, "Åse Li")]
    folded = [replace(each, search_text=each.search_text.replace("å", "a")) for each in rows]
    assert chosen(folded, None, "") is folded
    assert [each.name for each in chosen(folded, Standing.RED, "")] == ["Rask Elg 1", "Åse Li 3"]
    assert [each.name for each in chosen(rows, Standing.RED, "elg")] == ["Rask Elg 1"]
    assert [each.name for each in chosen(rows, Standing.RED, "rask elg")] == ["Rask Elg 1"]
    assert [each.name for each in chosen(rows, None, "li rask")] == []


def test_a_new_list_does_not_move_what_one_reads(view: WorkListView) -> None:
    rows = [row(number) for number in range(60)]
    view.rows.show_rows(rows)
    view.show()
    view.stand_on(rows[40].patient_id)
    offset = view.verticalScrollBar().value()
    assert offset > 0
    view.rows.show_rows([row(99, Standing.RED), *rows])
    assert view.standing_on == rows[40].patient_id
    assert abs(view.verticalScrollBar().value() - offset) <= view.sizeHintForRow(0)


def test_every_row_is_equally_high(view: WorkListView) -> None:
    marked = replace(row(1, Standing.RED), marks=("unconfirmed, check it", "paused"))
    view.rows.show_rows([marked, row(2)])
    assert view.sizeHintForRow(0) == view.sizeHintForRow(1)
