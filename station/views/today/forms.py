"""What was done, filled in where she stands: no window of its own, nothing lost by looking away."""

from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from station.core.i18n import N_, tr
from station.rules.contacts import (
    ACTION_WORDS,
    CLOSING,
    VERDICT_WORDS,
    Action,
    Initiative,
    Verdict,
    closing_faults,
)
from station.services.alerts.alerts import Handling
from station.services.today.card import AlertBox
from station.services.today.timeline import OUTCOMES
from station.views import clipboard
from station.views.page import Draft
from station.views.style import (
    FlowLayout,
    button,
    check,
    choice,
    current,
    field,
    heading,
    label,
    note_input,
)
from station.views.today.verbs import verbs
from station.views.today.words import FAULT_WORDS

CLOSE: Final = "close"
"""The form that closes, beside the forms of the actions."""
_TITLES: Final = {
    Action.CALL.value: N_("Call the patient"),
    Action.ADVICE.value: N_("Advice by the plan"),
    Action.GP.value: N_("Contact the GP"),
    Action.LEGEVAKT.value: N_("Out-of-hours service"),
    Action.NOTE.value: N_("Note"),
    CLOSE: N_("Close the alert"),
}


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form asks for: a contact to note, a deadline to wait for, a closing, or several."""

    handling: Handling
    verdict: Verdict | None = None
    close: bool = False
    wait_until: int | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What a form starts from: which one, about which alert, and what can be filled in already.

    `deadlines` are (words, UTC ms) to choose from; `message` is the text for the GP.
    """

    what: str
    alert: AlertBox | None
    message: str = ""
    deadlines: tuple[tuple[str, int], ...] = ()


class Options(QWidget):
    """A few words of which one is chosen; the arrow keys move between them."""

    changed = Signal()

    def __init__(self, name: str, options: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self.setObjectName(name)
        flow = FlowLayout(self, gap=current().px(2))
        self._group = QButtonGroup(self)
        self._made: dict[str, QRadioButton] = {}
        for code, words in options:
            made = QRadioButton(words.replace("&", "&&"))
            made.setObjectName(f"{name}_{code}")
            made.setAccessibleName(words)
            made.toggled.connect(lambda _on: self.changed.emit())
            self._group.addButton(made)
            self._made[code] = made
            flow.addWidget(made)
        self.setFocusProxy(next(iter(self._made.values())))

    @property
    def value(self) -> str:
        """The code now chosen, or ""."""
        return next((code for code, made in self._made.items() if made.isChecked()), "")

    def choose(self, code: str) -> None:
        """Chooses a code, if there is one like it."""
        if code in self._made:
            self._made[code].setChecked(True)
            self.setFocusProxy(self._made[code])


class HandlingForm(QFrame):
    """One action or the closing; `saved` carries a Filled."""

    saved = Signal(object)
    cancelled = Signal()
    summary_wanted = Signal()
    """The GP's summary is to be printed."""

    def __init__(self, given: Given) -> None:
        super().__init__()
        self.given = given
        self.setObjectName("handling_form")
        self.setProperty("surface", "card")
        theme = current()
        self._column = QVBoxLayout(self)
        side = theme.px(3)
        self._column.setContentsMargins(side, theme.px(2), side, side)
        self._column.setSpacing(theme.px(2))
        self._column.addWidget(heading(tr(_TITLES[given.what]), "subheading"))
        self._outcome = self._outcomes()
        self._initiative = self._by_patient()
        self._action = self._actions()
        self.note = note_input(lines=6 if given.message else 2)
        self.note.setObjectName("handling_note")
        self._wait = self._deadlines()
        self._place_note()
        self._closes, self._verdict = self._closing()
        self._wrong = label("", "error", wrap=True)
        self._wrong.setObjectName("handling_wrong")
        self._wrong.hide()
        self._column.addWidget(self._wrong)
        self._column.addLayout(self._buttons())
        self._begun = self._words()

    # ---------------------------------------------------------------------------- reading it

    @property
    def closing(self) -> bool:
        """Whether saving also closes the alert."""
        return self.given.what == CLOSE or (self._closes is not None and self._closes.isChecked())

    @property
    def wrong(self) -> str:
        """The sentence now shown about what is missing, or ""."""
        return self._wrong.text()

    def filled(self) -> Filled:
        """What stands in the form now."""
        alert = self.given.alert
        action = self._chosen_action()
        by_patient = self._initiative is not None and self._initiative.isChecked()
        handling = Handling(
            action=action if action is not None else Action.NOTE,
            outcome=self._outcome.value if self._outcome else "",
            note=self.note.toPlainText().strip(),
            initiative=Initiative.PATIENT if by_patient else Initiative.CENTRE,
            noted=bool(alert and action and self.given.what == CLOSE and action in alert.done),
        )
        wait = self._wait.currentData() if self._wait is not None else None
        verdict = Verdict(self._verdict.value) if self._verdict and self._verdict.value else None
        closing = self.closing
        return Filled(
            handling,
            verdict if closing else None,
            closing,
            int(wait) if wait is not None and not closing else None,
        )

    def missing(self) -> str:
        """What must be said before it can be saved, as a sentence, or ""."""
        if not self.closing:
            return ""
        filled = self.filled()
        faults = closing_faults(self._chosen_action(), filled.verdict, filled.handling.note)
        return tr(FAULT_WORDS[faults[0]]) if faults else ""

    def draft(self) -> Draft | None:
        """The unsaved words, or None where nobody has written or chosen anything."""
        words = self._words()
        if words == self._begun:
            return None
        alert = self.given.alert
        return {"what": self.given.what, "alert_id": alert.id if alert else "", **words}

    def restore(self, draft: Draft) -> None:
        """Puts unsaved words back."""
        self.note.setPlainText(str(draft.get("note", "")))
        for options, key in (
            (self._outcome, "outcome"),
            (self._action, "action"),
            (self._verdict, "verdict"),
        ):
            if options is not None:
                options.choose(str(draft.get(key, "")))
        for box, key in ((self._initiative, "by_patient"), (self._closes, "close")):
            if box is not None:
                box.setChecked(bool(draft.get(key)))

    def begin(self) -> None:
        """Puts the keyboard on what is asked for first."""
        first = self._outcome or self._action or self.note
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Hands over what stands here, or says what is missing."""
        missing = self.missing()
        self.say_wrong(missing)
        if not missing:
            self.saved.emit(self.filled())

    def say_wrong(self, sentence: str) -> None:
        """Shows what is wrong in a sentence; an empty one takes it away."""
        self._wrong.setText(sentence)
        self._wrong.setVisible(bool(sentence))

    # ------------------------------------------------------------------------------- building

    def _words(self) -> dict[str, Any]:
        return {
            "note": self.note.toPlainText(),
            "outcome": self._outcome.value if self._outcome else "",
            "action": self._action.value if self._action else "",
            "verdict": self._verdict.value if self._verdict else "",
            "by_patient": self._initiative is not None and self._initiative.isChecked(),
            "close": self._closes is not None and self._closes.isChecked(),
        }

    def _chosen_action(self) -> Action | None:
        if self._action is None:
            return Action(self.given.what)
        return Action(self._action.value) if self._action.value else None

    def _outcomes(self) -> Options | None:
        if self.given.what != Action.CALL:
            return None
        made = Options("outcome", tuple((code, tr(words)) for code, words in OUTCOMES.items()))
        made.choose("answered")
        self._column.addWidget(made)
        return made

    def _by_patient(self) -> Any:  # noqa: ANN401  (a check box, or None)
        if self.given.what not in (Action.CALL, Action.NOTE):
            return None
        made = check(tr("The patient took contact"))
        made.setObjectName("by_patient")
        self._column.addWidget(made)
        return made

    def _actions(self) -> Options | None:
        if self.given.what != CLOSE:
            return None
        self._column.addWidget(label(tr("What was done"), "strong"))
        made = Options("action", tuple((each.value, tr(ACTION_WORDS[each])) for each in CLOSING))
        done = self.given.alert.done if self.given.alert else ()
        made.choose(next((kind for kind in done if kind in CLOSING), ""))
        self._column.addWidget(made)
        return made

    def _deadlines(self) -> Any:  # noqa: ANN401  (a drop-down, or None)
        if not self.given.deadlines:
            return None
        made = choice((tr("Do not wait"), None), *self.given.deadlines)
        made.setObjectName("wait_until")
        made.setCurrentIndex(1)
        return made

    def _place_note(self) -> None:
        message = bool(self.given.message)
        self.note.setPlainText(self.given.message)
        words = tr("Message to the GP") if message else tr("Note")
        self._column.addWidget(field(words, self.note))
        if self._wait is not None:
            row = QHBoxLayout()
            row.addWidget(field(tr("Answer expected by"), self._wait), 1)
            copy = button(tr("Copy the message"))
            copy.setObjectName("copy_message")
            copy.clicked.connect(lambda _checked=False: clipboard.copy(self.note.toPlainText()))
            row.addWidget(copy, 0, Qt.AlignmentFlag.AlignBottom)
            row.addStretch(1)
            self._column.addLayout(row)
        if message:
            summary = button(tr("Summary for the GP …"))
            summary.setObjectName("gp_summary")
            summary.clicked.connect(lambda _checked=False: self.summary_wanted.emit())
            self._column.addWidget(summary, 0, Qt.AlignmentFlag.AlignLeft)

    def _closing(self) -> tuple[Any, Options | None]:
        """The box that also closes, and the verdict; nothing of it without an alert."""
        if self.given.alert is None:
            return None, None
        verdict = Options(
            "verdict", tuple((each.value, tr(VERDICT_WORDS[each])) for each in Verdict)
        )
        if self.given.alert.left_out:
            # What raised it does not count any more: the usual verdict stands chosen.
            verdict.choose(Verdict.TECHNICAL.value)
        caption = label(tr("What it was"), "strong")
        if self.given.what == CLOSE:
            self._column.addWidget(caption)
            self._column.addWidget(verdict)
            return None, verdict
        closes = check(tr("Close the alert as well"))
        closes.setObjectName("also_close")
        self._column.addWidget(closes)
        for part in (caption, verdict):
            self._column.addWidget(part)
            part.hide()
            closes.toggled.connect(part.setVisible)
        return closes, verdict

    def _buttons(self) -> QHBoxLayout:
        verb = tr("Close the alert") if self.given.what == CLOSE else tr("Save")
        return verbs("handling", verb, self.save, self.cancelled.emit)
