"""Doing what a form about resting asks for, and ending what rests; each can be undone."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QObject

from station.core.i18n import N_, tr
from station.core.trouble import Trouble
from station.views.context import Context
from station.views.today.cardview import CardView, Form
from station.views.today.restform import CLOSER, PAUSE, SNOOZE, Rest

_SAID = {
    SNOOZE: N_("Yellow is put off"),
    PAUSE: N_("The follow-up is paused"),
    CLOSER: N_("The patient is followed closer"),
}
_ENDED = {
    SNOOZE: N_("The alert stands among the others again"),
    PAUSE: N_("The pause is ended"),
    CLOSER: N_("Closer follow-up is ended"),
}


class RestHandler(QObject):
    """Asks the services for what the card's rest forms and its strip want."""

    def __init__(self, context: Context, card: CardView) -> None:
        super().__init__(card)
        self._context, self._card = context, card
        card.end_wanted.connect(self.end)

    def save(self, form: Form, rest: Rest) -> None:
        """Lets something rest as the form says; it stays open with the sentence if refused."""
        card = self._card.card
        if card is None:
            return
        job, undo = self._jobs(rest, card.facts.id, form.given.alert)

        def done(made: object) -> None:
            self._card.close_form()
            self._card.bar.focus(rest.what)
            self._toast(tr(_SAID[rest.what]), partial(undo, made))

        def failed(trouble: Trouble) -> None:
            form.say_wrong(trouble.sentence())

        self._context.bridge.ask(form, job, done, failed)

    def end(self, kind: str, subject: str) -> None:
        """Ends a snooze (by its id), the pause or closer follow-up (by the patient's id)."""
        job = partial(self._end(kind), subject)

        def done(_: object) -> None:
            self._context.toast(tr(_ENDED[kind]))

        self._context.bridge.ask(self, job, done)

    def _jobs(
        self, rest: Rest, patient: str, alert: object
    ) -> tuple[Callable[[], object], Callable[[object], object]]:
        """What does it, and what undoes it from what it gave."""
        station, session = self._context.station, self._context.session
        if rest.what == SNOOZE:
            alert_id = str(getattr(alert, "id", ""))
            snooze = partial(station.snoozing.snooze, session, alert_id, rest.until, rest.reason)
            return snooze, lambda made: station.snoozing.end(session, getattr(made, "id", ""))
        day = rest.until if isinstance(rest.until, date) else None
        if rest.what == CLOSER:
            begin = partial(station.following.begin, session, patient, day, rest.reason)
            return begin, lambda _: station.following.end(session, patient)
        if day is None:
            raise TypeError("a pause ends on a day")
        pause = partial(station.statuses.pause, session, patient, rest.reason, day, rest.cause)
        return pause, lambda _: station.statuses.end_pause(session, patient)

    def _end(self, kind: str) -> Callable[[str], object]:
        station, session = self._context.station, self._context.session
        ends = {
            SNOOZE: station.snoozing.end,
            PAUSE: station.statuses.end_pause,
            CLOSER: station.following.end,
        }
        return partial(ends[kind], session)

    def _toast(self, words: str, undo: Callable[[], object]) -> None:
        def undone() -> None:
            self._context.bridge.ask(self, undo, lambda _: self._context.toast(tr("It is undone")))

        self._context.toast(words, undone)
