"""What rests for the patient just now, each with its end, its reason and the way out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from station.core.i18n import N_, tr
from station.services.today.card import Card
from station.services.today.row_words import cause_words, closer_words, pause_words, snooze_words
from station.views.style import button, current, label
from station.views.today.restform import CLOSER, PAUSE, SNOOZE

_THROUGH = {
    SNOOZE: N_("Red breaks through."),
    PAUSE: N_("Red still alerts."),
    CLOSER: N_("No grace for late readings."),
}


def rest_lines(card: Card) -> list[tuple[str, str, str]]:
    """(kind, what ending it needs, words) of everything that rests for the patient."""
    found = []
    for row in card.rests.snoozes:
        words = _line(snooze_words(row, card.now), row.reason, row.set_by)
        found.append((SNOOZE, row.id, words))
    pause = card.rests.pause
    if pause is not None:
        words = _line(pause_words(pause, card.now), "", pause.set_by)
        found.append((PAUSE, card.facts.id, words))
    closer = card.rests.closer
    if closer is not None:
        words = _line(closer_words(closer, card.now), closer.reason, closer.set_by)
        found.append((CLOSER, card.facts.id, words))
    return found


def _line(what: str, reason: str, who: str) -> str:
    said = what[:1].upper() + what[1:]
    return " · ".join(part for part in (said, cause_words("", reason), who) if part)


class RestStrip(QFrame):
    """A line each, with the button that ends it; `end_wanted` carries (kind, subject)."""

    end_wanted = Signal(str, str)

    def __init__(self, lines: list[tuple[str, str, str]], *, free: bool) -> None:
        super().__init__()
        self.setObjectName("rests")
        self.setProperty("surface", "banner")
        self.setProperty("tone", "info")
        self.setAccessibleName(". ".join(words for _, _, words in lines))
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(3), theme.px(1.5), theme.px(3), theme.px(1.5))
        column.setSpacing(theme.px(1))
        for kind, subject, words in lines:
            row = QHBoxLayout()
            row.setSpacing(theme.px(2))
            row.addWidget(label(f"{words}. {tr(_THROUGH[kind])}", "body", wrap=True), 1)
            end = button(tr("End now"))
            end.setProperty("tight", True)
            end.setObjectName(f"end_{kind}")
            end.setAccessibleName(tr("End now: {what}", what=words))
            end.setEnabled(free)
            end.clicked.connect(
                lambda _checked=False, kind=kind, subject=subject: self.end_wanted.emit(
                    kind, subject
                )
            )
            row.addWidget(end, 0, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)
