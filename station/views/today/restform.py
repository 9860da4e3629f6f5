"""Putting off, pausing and following closer, in place: an end, a reason, what breaks through."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from station.core.formats import near_day, when
from station.core.i18n import N_, tr
from station.core.zone import day_of
from station.rules.openinghours import Hours
from station.rules.resting import CAUSE_WORDS, Cause, snooze_choices
from station.rules.wording import component_name
from station.views.page import Draft
from station.views.patients.days import iso_of
from station.views.style import (
    current,
    field,
    heading,
    label,
    text_input,
)
from station.views.today.forms import Given, Options
from station.views.today.verbs import verbs

SNOOZE: Final = "snooze"
PAUSE: Final = "pause"
CLOSER: Final = "closer"
RESTS: Final = (SNOOZE, PAUSE, CLOSER)
"""The forms of this file, beside those of the actions."""
OWN: Final = "own"
_DAYS: Final = (3, 7, 14)
"""What is offered for a pause and for closer follow-up, in days."""
_VERBS: Final = {
    SNOOZE: N_("Put off"),
    PAUSE: N_("Set on pause"),
    CLOSER: N_("Follow closer"),
}
_BREAKS: Final = {
    SNOOZE: N_(
        "Red breaks through, and the other side alerts as before. The alert stays open and "
        "stands under «Held back»."
    ),
    PAUSE: N_(
        "In the pause yellow values and missing readings raise nothing. Red still does, marked "
        "«paused». It ends by itself in the morning of that day."
    ),
    CLOSER: N_(
        "Readings that are late are missing at once, and the patient is never among those "
        "acknowledged together."
    ),
}
_NO_END: Final = N_("Choose when it ends. Nothing rests without an end.")
_NO_DAY: Final = N_("This is not a day. Write it like 24.11.2026.")
_NO_REASON: Final = N_("Write the reason; those who come after you need it.")


@dataclass(frozen=True, slots=True)
class Rest:
    """What the form asks for: `until` is a moment (UTC ms) or a day, `cause` that of a pause."""

    what: str
    until: int | date
    reason: str
    cause: Cause = Cause.OTHER


class RestForm(QFrame):
    """A snooze, a pause or closer follow-up; `saved` carries a Rest."""

    saved = Signal(object)
    cancelled = Signal()

    def __init__(self, given: Given, hours: Hours, now: int) -> None:
        super().__init__()
        self.given = given
        self._now = now
        self.setObjectName("rest_form")
        self.setProperty("surface", "card")
        theme = current()
        self._column = QVBoxLayout(self)
        side = theme.px(3)
        self._column.setContentsMargins(side, theme.px(2), side, side)
        self._column.setSpacing(theme.px(2))
        self._column.addWidget(heading(self._title(), "subheading"))
        self._column.addWidget(label(tr(_BREAKS[given.what]), "muted", wrap=True))
        self._cause = self._causes()
        self._ends = self._choices(hours)
        self.day = self._own_day()
        self.reason = text_input(longest=300)
        self.reason.setObjectName("rest_reason")
        self._column.addWidget(field(tr("Reason"), self.reason))
        self._wrong = label("", "error", wrap=True)
        self._wrong.setObjectName("rest_wrong")
        self._wrong.hide()
        self._column.addWidget(self._wrong)
        self._column.addLayout(
            verbs("rest", tr(_VERBS[self.given.what]), self.save, self.cancelled.emit)
        )
        self._begun = self._words()

    # ---------------------------------------------------------------------------- reading it

    @property
    def wrong(self) -> str:
        """The sentence now shown about what is missing, or ""."""
        return self._wrong.text()

    def filled(self) -> Rest | None:
        """What stands in the form now, or None while it has no end."""
        until = self._until()
        if until is None:
            return None
        return Rest(self.given.what, until, self.reason.text().strip(), self._chosen_cause())

    def missing(self) -> str:
        """What must be said before it can be saved, as a sentence, or ""."""
        if self._until() is None:
            return tr(_NO_DAY if self.day.text().strip() else _NO_END)
        told = self._cause is not None and self._chosen_cause() is not Cause.OTHER
        return "" if told or self.reason.text().strip() else tr(_NO_REASON)

    def draft(self) -> Draft | None:
        """The unsaved words, or None where nobody has written or chosen anything."""
        words = self._words()
        if words == self._begun:
            return None
        alert = self.given.alert
        return {"what": self.given.what, "alert_id": alert.id if alert else "", **words}

    def restore(self, draft: Draft) -> None:
        """Puts unsaved words back."""
        self._ends.choose(str(draft.get("end", "")))
        if self._cause is not None:
            self._cause.choose(str(draft.get("cause", "")))
        self.day.setText(str(draft.get("day", "")))
        self.reason.setText(str(draft.get("reason", "")))

    def begin(self) -> None:
        """Puts the keyboard on what is asked for first."""
        (self._cause or self._ends).setFocus(Qt.FocusReason.OtherFocusReason)

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

    def _title(self) -> str:
        alert = self.given.alert
        if self.given.what == SNOOZE and alert is not None:
            return tr("Put off yellow for {what}", what=component_name(alert.component))
        return tr("Pause the follow-up") if self.given.what == PAUSE else tr("Closer follow-up")

    def _words(self) -> dict[str, Any]:
        return {
            "end": self._ends.value,
            "day": self.day.text(),
            "reason": self.reason.text(),
            "cause": self._cause.value if self._cause is not None else "",
        }

    def _until(self) -> int | date | None:
        chosen = self._ends.value
        if chosen != OWN:
            return self._offered.get(chosen)
        try:
            return date.fromisoformat(iso_of(self.day.text()))
        except ValueError:
            return None

    def _chosen_cause(self) -> Cause:
        return Cause(self._cause.value) if self._cause and self._cause.value else Cause.OTHER

    def _causes(self) -> Options | None:
        if self.given.what != PAUSE:
            return None
        made = Options("cause", tuple((each.value, tr(CAUSE_WORDS[each])) for each in Cause))
        made.choose(Cause.HOSPITAL.value)
        self._column.addWidget(made)
        return made

    def _choices(self, hours: Hours) -> Options:
        today = day_of(self._now)
        offered: list[tuple[str, str, int | date]] = []
        if self.given.what == SNOOZE:
            for days, until in snooze_choices(hours, self._now):
                # Over a weekend tomorrow's opening is that of the third day, too.
                if until not in [each for _, _, each in offered]:
                    offered.append((str(days), when(until, self._now), until))
        else:
            for days in _DAYS:
                day = today + timedelta(days=days)
                offered.append((str(days), near_day(day, today), day))
        self._offered = {code: until for code, _, until in offered}
        self._column.addWidget(label(tr("Until"), "strong"))
        made = Options(
            "rest_end",
            (*((code, words) for code, words, _ in offered), (OWN, tr("Another day"))),
        )
        made.choose(offered[0][0])
        self._column.addWidget(made)
        return made

    def _own_day(self) -> QLineEdit:
        day = text_input("24.11.2026", longest=20)
        day.setObjectName("rest_day")
        holder = field(tr("Day"), day)
        self._column.addWidget(holder)
        holder.hide()
        self._ends.changed.connect(lambda: holder.setVisible(self._ends.value == OWN))
        return day
