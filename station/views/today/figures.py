"""«Varsler i tall»: how many alerts were right, by rule and by patient; no share of few."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from station.core.formats import day, number
from station.core.i18n import ntr, tr
from station.core.zone import day_of
from station.rules.precision import LEAST, RULE_WORDS, Tally
from station.services.alerts.precision import Figures, PatientFigures
from station.services.session import Session
from station.views.style import button, current, label
from station.views.today.side import SidePanel, column_of
from station.wiring import Station

Counted = tuple[Figures, tuple[PatientFigures, ...]]


class FiguresPanel(SidePanel):
    """Shows the figures of everybody and of each patient; `open_wanted` carries a patient's id."""

    def __init__(self) -> None:
        super().__init__(
            "figures",
            tr("Alerts in figures"),
            tr(
                "Counted from what was said when alerts were closed. Below {n} closed alerts no "
                "share is shown: it would say nothing.",
                n=LEAST,
            ),
        )

    def ask(self, station: Station, session: Session) -> Counted:
        """Gives the figures of everybody together and of each patient."""
        return station.precision.everybody(session), station.precision.by_patient(session)

    def show_found(self, found: Counted) -> None:
        """Shows a table by rule and one by patient."""
        everybody, patients = found
        body = QWidget()
        column = column_of(body, 2)
        since = day(day_of(everybody.since))
        if not everybody.total.n:
            words = tr("No alert has been closed since {day}.", day=since)
            column.addWidget(label(words, "strong"))
            self.show_body(body)
            return
        column.addWidget(label(tr("By rule, since {day}", day=since), "strong"))
        rules = [(tr(RULE_WORDS[kind]), tally) for kind, tally in everybody.by_rule.items()]
        column.addWidget(_table("by_rule", [*rules, (tr("All"), everybody.total)]))
        column.addWidget(label(green_words(everybody), "body", wrap=True))
        column.addWidget(label(tr("By patient"), "strong"))
        lines = [(line.name, line.figures.total) for line in patients]
        column.addWidget(_table("by_patient", lines, [line.patient_id for line in patients], self))
        self.show_body(body)


def _table(
    name: str,
    lines: Sequence[tuple[str, Tally]],
    patients: Sequence[str] = (),
    panel: FiguresPanel | None = None,
) -> QWidget:
    holder = QWidget()
    holder.setObjectName(name)
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(current().px(4))
    grid.setVerticalSpacing(current().px(1))
    grid.setColumnMinimumWidth(0, current().px(60))
    grid.setColumnStretch(6, 1)
    heads = (tr("closed"), tr("were real"), tr("false"), tr("fault"), tr("share real"))
    right = Qt.AlignmentFlag.AlignRight
    for place, words in enumerate(heads, 1):
        grid.addWidget(label(words, "small"), 0, place, right)
    for at, (who, tally) in enumerate(lines, 1):
        if panel is not None:
            link = button(who, kind="quiet")
            link.setProperty("tight", True)
            link.setObjectName("figures_open")
            link.clicked.connect(
                lambda _checked=False, one=patients[at - 1]: panel.open_wanted.emit(one)
            )
            grid.addWidget(link, at, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            grid.addWidget(label(who), at, 0)
        cells = (tally.n, tally.real, tally.false, tally.technical)
        for place, count in enumerate(cells, 1):
            grid.addWidget(label(str(count)), at, place, right)
        grid.addWidget(label(share_words(tally) or "–"), at, 5, right)
    return holder


def share_words(tally: Tally) -> str:
    """The share of real ones, or "" where there are too few to speak of one."""
    return "" if tally.share is None else f"{number(tally.share * 100)}\N{NO-BREAK SPACE}%"


def green_words(figures: Figures) -> str:
    """How many yellow alerts were handled back to green by the plan's own measures, by month."""
    if not figures.to_green:
        return tr("None was handled to green by the plan's own measures.")
    months = ", ".join(
        f"{_month(month)}: {count}" for month, count in list(figures.to_green.items())[:6]
    )
    return tr("Handled to green by the plan's own measures: {months}.", months=months)


def card_words(figures: Figures | None) -> str:
    """One line for the card: Varsler siste år: 7 lukket, 5 reelle, 1 falsk, 1 måleteknisk."""
    if figures is None or not figures.total.n:
        return ""
    total = figures.total
    parts = [
        ntr("{n} closed", "{n} closed", total.n),
        ntr("{n} real", "{n} real", total.real),
        ntr("{n} false", "{n} false", total.false),
        ntr("{n} measurement fault", "{n} measurement faults", total.technical),
    ]
    words = tr("Alerts the last year: {parts}", parts=", ".join(parts))
    if share := share_words(total):
        words = f"{words} ({tr('{share} real', share=share)})"
    return f"{words}. {green_words(figures)}" if figures.to_green else f"{words}."


def _month(code: str) -> str:
    """«nov. 2026» of "2026-11"."""
    first = date.fromisoformat(f"{code}-01")
    return f"{first:%m.%Y}"
