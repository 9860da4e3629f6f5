"""«Holdt tilbake»: all that raises no alert just now: why, by whom, until when, the way out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from station.core.formats import near_day, when
from station.core.i18n import N_, ntr, tr
from station.core.zone import day_of, day_start
from station.services.session import Session
from station.services.today.suppressed import Cause, Held, Suppressions
from station.views.style import button, current, label
from station.views.today.side import SidePanel, column_of
from station.wiring import Station

_WORDS = {
    Cause.SNOOZE: N_("Is put off"),
    Cause.PAUSE: N_("Pause"),
    Cause.WAITING: N_("Waiting for an answer"),
    Cause.EXCLUDED: N_("Left out"),
    Cause.HISTORY: N_("Old file"),
}
_OUT = {
    Cause.SNOOZE: N_("End now"),
    Cause.PAUSE: N_("End now"),
    Cause.WAITING: N_("Do not wait"),
    Cause.EXCLUDED: N_("Count it again"),
}


class HeldBackPanel(SidePanel):
    """Shows Suppressions; `out_wanted` carries a Held, `open_wanted` a patient's id."""

    out_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__(
            "held_back",
            tr("Held back"),
            tr(
                "Nothing here is lost: it is stored and judged, and only not shown among what "
                "needs somebody now. Red is never held back."
            ),
        )

    def ask(self, station: Station, session: Session) -> Suppressions:
        """Gives everything that is held back."""
        return station.suppressed.all(session)

    def show_found(self, found: Suppressions) -> None:
        """Shows what is held back now, and below it the readings that do not count."""
        body = QWidget()
        column = column_of(body, 2)
        if not found.now:
            column.addWidget(label(tr("Nothing is held back just now."), "strong"))
        for each in found.now:
            column.addWidget(self._line(each, found.made_at))
        if found.uncounted:
            n = len(found.uncounted)
            words = ntr(
                "{n} reading of the last fortnight that does not count",
                "{n} readings or files of the last fortnight that do not count",
                n,
            )
            column.addWidget(label(words, "strong"))
            for each in found.uncounted:
                column.addWidget(self._line(each, found.made_at))
        self.show_body(body)

    def _line(self, each: Held, now: int) -> QFrame:
        theme = current()
        made = QFrame()
        made.setObjectName(f"held_{each.cause}")
        made.setProperty("surface", "list")
        row = QHBoxLayout(made)
        row.setContentsMargins(theme.px(3), theme.px(1.5), theme.px(3), theme.px(1.5))
        row.setSpacing(theme.px(2))
        column = QVBoxLayout()
        column.setSpacing(theme.px(0.5))
        top = " · ".join((each.name, tr(_WORDS[each.cause])))
        name = button(top, kind="quiet")
        name.setProperty("tight", True)
        name.setObjectName("held_open")
        name.clicked.connect(lambda _checked=False: self.open_wanted.emit(each.patient_id))
        column.addWidget(name, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(label(each.what, "body", wrap=True))
        column.addWidget(label(below_words(each, now), "muted", wrap=True))
        row.addLayout(column, 1)
        if each.cause in _OUT:
            out = button(tr(_OUT[each.cause]))
            out.setObjectName(f"out_{each.cause}")
            out.setAccessibleName(f"{tr(_OUT[each.cause])}: {each.name}. {each.what}")
            out.clicked.connect(lambda _checked=False: self.out_wanted.emit(each))
            row.addWidget(out, 0, Qt.AlignmentFlag.AlignTop)
        made.setAccessibleName(f"{top}. {each.what} {below_words(each, now)}")
        return made


def below_words(each: Held, now: int) -> str:
    """Why, by whom and until when."""
    until = tr("until {when}", when=_end(each.until, now)) if each.until is not None else ""
    return " · ".join(part for part in (each.why, each.who, until) if part)


def _end(until: int, now: int) -> str:
    """A pause ends with the night before a day: the day says it all."""
    day = day_of(until)
    return near_day(day, day_of(now)) if until == day_start(day) else when(until, now)
