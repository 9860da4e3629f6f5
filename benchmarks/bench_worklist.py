"""The worklist at ten thousand rows: putting in order, filtering, and taking a new list in.

The baseline is sorted() of the same rows with the same key: what Python cannot do without.
"""

import os
import random
import statistics
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtWidgets import QApplication

from benchmarks.common import Row, Verdict, paired, timed, verdict
from station.rules.standing import Standing
from station.services.today.worklist import WorkRow, in_order
from station.views import style
from station.views.today.listview import WorkListView

ROWS: Final = 10_000
GOAL_MS: Final = 10.0
_NAMES: Final = ("Rask Elg", "Stille Brygge", "Rolig Fjord", "Mild Kystvei", "Åpen Øy")


def run(rounds: int) -> list[Row]:
    """Measure ordering against sorted(), then the view's own work in milliseconds."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)  # noqa: S101  (what PySide says is wider)
    style.apply(app, style.Theme())
    rows = _rows()
    ratio = paired(
        timed(lambda: in_order(rows)),
        timed(lambda: sorted(rows, key=lambda row: (row.standing, -row.open_age_ms, row.name))),
        rounds,
    )
    view = WorkListView()
    view.resize(500, 600)
    ordered = in_order(rows)
    view.rows.show_rows(ordered)
    view.stand_on(ordered[ROWS // 2].patient_id)
    style.dress(view)
    view.show()
    changed = [*ordered]
    changed[7] = replace(changed[7], reason="SpO₂ 83 % under 86 · 07:12")
    moved = [*ordered[1:], ordered[0]]
    turns = iter(range(10_000_000))

    def filtered(standing: Standing | None, query: str) -> Callable[[], object]:
        return lambda: view.rows.filter(*((standing, query) if next(turns) % 2 else (None, "")))

    return [
        Row("worklist: order of 10 000 rows", str(ratio), "", Verdict.INFO),
        _limited("worklist: order of 10 000 rows", lambda: in_order(rows), rounds),
        _limited("worklist: filter by colour and back", filtered(Standing.YELLOW, ""), rounds),
        _limited("worklist: filter by name and back", filtered(None, "elg 19"), rounds),
        _limited(
            "worklist: new list, one row changed",
            lambda: view.rows.show_rows(changed if next(turns) % 2 else ordered),
            rounds,
        ),
        _limited(
            "worklist: new list, one row moved",
            lambda: view.rows.show_rows(moved if next(turns) % 2 else ordered),
            rounds,
        ),
    ]


def _limited(metric: str, job: Callable[[], object], rounds: int) -> Row:
    measure = timed(job)
    measure()
    ms = statistics.median(measure() for _ in range(rounds)) * 1000
    return Row(metric, f"{ms:.1f} ms", f"<= {GOAL_MS:g} ms", verdict(ms, GOAL_MS))


def _rows() -> list[WorkRow]:
    chance = random.Random(7)
    return [
        WorkRow(
            patient_id=f"{number:032x}",
            name=f"{chance.choice(_NAMES)} {number}",
            birth_year="1948",
            standing=chance.choice(tuple(Standing)),
            reason="Alt innenfor egne grenser",
            marks=(),
            since=None,
            measured_at=None,
            open_age_ms=chance.randrange(1_000_000),
            alert_id=None,
            alerts=0,
            proposed=False,
            component="spo2",
            spark=(),
            opened_by="",
            opened_since=None,
            last_contact=None,
            responsible_id="",
            search_text=f"{chance.choice(_NAMES).lower()} 19{number % 100:02d}",
        )
        for number in range(ROWS)
    ]
