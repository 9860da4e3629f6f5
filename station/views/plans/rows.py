"""The list of all patients' plans: how one line is drawn, and what it says."""

from datetime import date

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from station.core.formats import day
from station.core.i18n import tr
from station.core.zone import day_of
from station.rules.approval import Review
from station.services.plans.values import PlanList, visit_words
from station.views.linelist import LineDelegate, LineList, Lines, amber, write
from station.views.plans.words import review_words, row_status, template_word, waiting_words
from station.views.style import colour, current

_NAME, _STATUS, _PLAN = 0.30, 0.56, 0.76
"""Where the columns end, as shares of the width."""


def said(found: PlanList, now: int) -> tuple[str, str, str, str, str, str]:
    """The columns of a line: name, status, what waits beside, plan, review, the GP's appointment.

    A draft that lies with the GP says since when.
    """
    row = found.row
    beside = waiting_words(found.waiting_since, now)
    if not beside and row.has_draft and row.status == "approved":
        beside = tr("draft beside")
    visit = visit_words(found.visit, day_of(now))
    if not row.version_id:
        return row.name, row_status(row, now), beside, "", "", visit
    if not row.readable:
        unread = tr("The plan cannot be read")
        return row.name, row_status(row, now), beside, unread, "", visit
    plan = f"{template_word(row.template)} · {tr('version {number}', number=row.number)}"
    review = review_words(found.review, row.review_on, day_of(now))
    return row.name, row_status(row, now), beside, plan, review, visit


class PlanLine(LineDelegate[PlanList]):
    """Draws one plan: name and birth year, status, template and version, review."""

    size = (100.0, 13.0)
    margin = (3.5, 1.5)

    def draw(self, painter: QPainter, inner: QRect, line: PlanList, now: int) -> None:
        """Draws the four columns, two lines of text in each."""
        row, half, gap = line.row, inner.height() // 2, current().px(3)
        name, status, beside, plan, review, visit = said(line, now)
        approved = (
            tr("approved {day}", day=day(date.fromisoformat(row.approved_on)))
            if row.approved_on
            else ""
        )
        ink, muted = colour("ink"), colour("muted")
        due = amber() if line.review is Review.DUE else ink
        role = "strong" if row.version_id else "body"
        columns = (
            (0.0, _NAME, name, row.birth_date[:4], "strong", ink),
            (_NAME, _STATUS, status, beside, role, ink),
            (_STATUS, _PLAN, plan, approved, "body", ink),
            (_PLAN, 1.0, review, visit, "body", due),
        )
        for start, end, upper, lower, face, shade in columns:
            left = inner.left() + int(inner.width() * start)
            top = QRect(left, inner.top(), int(inner.width() * (end - start)) - gap, half)
            write(painter, top, upper, face, shade)
            write(painter, top.translated(0, half), lower, "small", muted)


class PlanRowsView(LineList[PlanList]):
    """The list itself; Enter or a click opens."""

    def __init__(self) -> None:
        rows = Lines[PlanList](lambda found: found.row.name, said)
        super().__init__("plan_list", rows, PlanLine(rows))
