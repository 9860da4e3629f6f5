"""What the GP answered: one of three, by whom, from when, and the limits changed by hand."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from station.core.clock import Clock
from station.core.formats import clock_time
from station.core.i18n import N_, tr
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.rules.approval import Approval, Hindered, Hindrance
from station.rules.plans import PlanContent, PlanStatus
from station.services.paper.values import Found, PlanAnswer, Verdict
from station.services.plans.values import VersionRow
from station.views.paper.changes import ChangesByHand
from station.views.plans.approval import hindrance_words
from station.views.plans.days import DayField
from station.views.plans.words import moment_of_text, typed_day
from station.views.style import (
    Banner,
    button,
    choice,
    current,
    field,
    label,
    note_input,
    text_input,
)

_NOW, _LATER = "now", "later"
_WORDS = {
    Verdict.APPROVED: N_("Approved"),
    Verdict.CHANGED: N_("Approved with changes"),
    Verdict.RETURNED: N_("Returned: the GP wants something else, or asks us to call"),
}
_FIELDS = {
    Hindrance.NO_NAME: "by",
    Hindrance.APPROVED_IN_FUTURE: "on",
    Hindrance.BEFORE_CURRENT: "from",
    Hindrance.TOO_FAR_AHEAD: "from",
}


class AnswerForm(QWidget):
    """`answered` carries a PlanAnswer without its scan."""

    answered = Signal(object)
    draft_wanted = Signal()

    def __init__(self, found: Found, row: VersionRow, clock: Clock, *, returned: bool) -> None:
        """With `returned`, only that can be registered: the sheet says something else now."""
        super().__init__()
        self.setObjectName("paper_answer")
        self._found, self._row, self._clock = found, row, clock
        theme = current()
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.px(2), 0)
        column.setSpacing(theme.px(3))
        self.banner = Banner("", "warning")
        self.banner.setObjectName("paper_hindered")
        self.banner.hide()
        column.addWidget(self.banner)
        column.addWidget(label(tr("What the GP answered"), "strong"))
        self._group = QButtonGroup(self)
        self._radios = {verdict: self._radio(verdict) for verdict in Verdict}
        self.changes = ChangesByHand(row.version.content)
        column.addWidget(self.changes)
        self._fields_made(found.person.gp_name if found.person else "")
        decided = row.version.status is not PlanStatus.DRAFT
        self._radios[Verdict.APPROVED].setEnabled(not (returned or decided))
        self._radios[Verdict.CHANGED].setEnabled(not returned)
        first = next(each for each in self._radios.values() if each.isEnabled())
        first.setChecked(True)
        self._turn()
        self._group.buttonToggled.connect(lambda *_toggled: self._turn())

    @property
    def verdict(self) -> Verdict:
        """What is chosen now."""
        return next(each for each, radio in self._radios.items() if radio.isChecked())

    def begin(self) -> None:
        """Puts the keyboard on what is chosen."""
        self._radios[self.verdict].setFocus()

    def show_hindered(self, found: Sequence[Hindered]) -> None:
        """Shows what the service said, at its field or above."""
        above = []
        for each in found:
            key = _FIELDS.get(each.hindrance)
            if key is None:
                above.append(hindrance_words(each))
            else:
                self.fields[key].set_wrong(hindrance_words(each))
        if above:
            self.show_words(" ".join(above))

    def show_words(self, words: str) -> None:
        """Shows a sentence above the form."""
        self.banner.show_text(words, "warning")
        self.banner.show()

    def look(self) -> PlanAnswer | None:
        """What is written, or None with a sentence where another word is needed."""
        self.banner.hide()
        for each in self.fields.values():
            each.set_wrong("")
        name, on, start = self._by.text().strip(), self._on.day, self._start()
        if not name:
            self.fields["by"].set_wrong(hindrance_words(Hindered(Hindrance.NO_NAME)))
        if on is None:
            self._on.set_wrong(tr("This is not a date. Write it as 07.03.1948."))
        if start is None:
            self.fields["from"].set_wrong(
                tr("This is not a day and a time. Write them as 07.03.2027 and 08:00.")
            )
        if not name or on is None or start is None or not self._changes_taken():
            return None
        found, row = self._found, self._row
        return PlanAnswer(
            row.version.id,
            row.content_hash,
            self.verdict,
            Approval(name, on.isoformat(), "paper", start),
            self._note.toPlainText().strip(),
            self._content(),
            print_id=found.print_id,
            checksum=found.checksum,
        )

    def _content(self) -> PlanContent | None:
        return self.changes.content if self.verdict is Verdict.CHANGED else None

    def _changes_taken(self) -> bool:
        if self.verdict is not Verdict.CHANGED:
            return True
        self.changes.settle()
        if self.changes.unfinished:
            self.show_words(self.changes.unfinished)
        return not self.changes.unfinished

    def _start(self) -> int | None:
        if self.verdict is Verdict.RETURNED or self._when.currentData() == _NOW:
            return self._clock.now()
        try:
            return moment_of_text(self._day.text(), self._time.text())
        except Trouble as trouble:
            self.show_words(trouble.sentence())
            return None

    # --------------------------------------------------------------------------- building

    def _radio(self, verdict: Verdict) -> QRadioButton:
        made = QRadioButton(tr(_WORDS[verdict]))
        made.setObjectName(f"verdict_{verdict.name.lower()}")
        self._group.addButton(made)
        self._column.addWidget(made)
        return made

    def _fields_made(self, gp_name: str) -> None:
        now = self._clock.now()
        self._by = text_input(longest=120)
        self._by.setText(gp_name)
        self._by.setObjectName("approved_by")
        self._on = DayField(tr("The date on the sheet"), typed_day(now), "approved_on")
        self._note = note_input(lines=2)
        self._note.setObjectName("paper_note")
        self.fields = {
            "by": field(tr("The GP's name"), self._by),
            "on": self._on,
            "from": field(tr("In force"), self._moment(now)),
        }
        pair = QHBoxLayout()
        pair.setSpacing(current().px(4))
        pair.addWidget(self.fields["by"], 1)
        pair.addWidget(self.fields["on"])
        self._column.addLayout(pair)
        self._column.addWidget(self.fields["from"])
        self._column.addWidget(
            field(tr("What the GP wrote"), self._note, tr("Stands beside the plan afterwards"))
        )
        row = QHBoxLayout()
        self.act = button(tr("Register"), "Ctrl+S", primary=True)
        self.act.setObjectName("register_paper")
        self.act.clicked.connect(lambda _checked=False: self._register())
        row.addWidget(self.act)
        row.addStretch(1)
        self._column.addLayout(row)

    def _moment(self, now: int) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        self._when = choice((tr("from now"), _NOW), (tr("from a stated moment"), _LATER))
        self._when.setObjectName("in_force_when")
        self._when.setAccessibleName(tr("In force"))
        self._when.currentIndexChanged.connect(lambda _at: self._turn())
        self._day = text_input("07.03.2027", longest=10)
        self._day.setText(f"{_day_after(day_of(now)):%d.%m.%Y}")
        self._day.setObjectName("in_force_day")
        self._day.setAccessibleName(tr("In force from which day"))
        self._time = text_input("08:00", longest=5)
        self._time.setText(clock_time(now))
        self._time.setObjectName("in_force_time")
        self._time.setAccessibleName(tr("In force from which time"))
        for part, share in ((self._when, 3), (self._day, 2), (self._time, 1)):
            row.addWidget(part, share)
        return holder

    def _turn(self) -> None:
        verdict = self.verdict
        self.changes.setVisible(verdict is Verdict.CHANGED)
        if verdict is Verdict.CHANGED:
            self.changes.build()
        self.fields["from"].setVisible(verdict is not Verdict.RETURNED)
        later = self._when.currentData() == _LATER
        self._day.setVisible(later)
        self._time.setVisible(later)

    def _register(self) -> None:
        answer = self.look()
        if answer is not None:
            self.answered.emit(answer)


def _day_after(day: date) -> date:
    return day + timedelta(days=1)
