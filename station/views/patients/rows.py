"""The list of patients: how one line is drawn, and what it says."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from station.core.i18n import tr
from station.services.patients.values import PatientHit
from station.views.linelist import LineDelegate, LineList, Lines, amber, write
from station.views.patients.statuses import status_word
from station.views.patients.words import born_words, row_marks
from station.views.style import colour


def said(hit: PatientHit) -> list[str]:
    """The facts of the second line, in order; a protected address is not among them."""
    parts = [born_words(hit.birth_date), status_word(hit.status), hit.diagnosis, hit.place]
    return [part for part in parts if part]


def number_words(hit: PatientHit) -> str:
    """The masked number, or that there is none."""
    return hit.number_masked or tr("no national identity number")


class PatientLine(LineDelegate[PatientHit]):
    """Draws one patient: name and number above, facts below, what stands out at the right."""

    def draw(self, painter: QPainter, inner: QRect, line: PatientHit, now: int) -> None:
        """Draws the two lines of text."""
        top = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        low = QRect(inner.left(), top.bottom() + 1, inner.width(), inner.height() - top.height())
        muted = colour("muted")
        used = write(painter, top, number_words(line), "small", muted, right=True)
        write(painter, top.adjusted(0, 0, -used, 0), line.name, "strong", colour("ink"))
        marks = " · ".join(words for words, tone in row_marks(line) if tone)
        # What stands out has half the line at most: the facts are never pushed away by it.
        half = low.adjusted(low.width() // 2, 0, 0, 0)
        used = write(painter, half, marks, "small-strong", amber(), right=True)
        facts = " · ".join(said(line))
        write(painter, low.adjusted(0, 0, -used, 0), facts, "small", muted)


class PatientList(LineList[PatientHit]):
    """The list itself; Enter or a click opens."""

    def __init__(self) -> None:
        rows = Lines[PatientHit](lambda hit: hit.name, _spoken)
        super().__init__("patient_list", rows, PatientLine(rows))

    def stand_on(self, patient_id: str | None) -> None:
        """Moves to a patient's line, or to none."""
        self.stand_at(self.rows.place_of(lambda hit: hit.id == patient_id))


def _spoken(hit: PatientHit, _now: int) -> list[str]:
    marks = [words for words, _ in row_marks(hit)]
    return [hit.name, number_words(hit), *said(hit), *marks]
