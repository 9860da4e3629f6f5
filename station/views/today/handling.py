"""Doing what a form or a key asks for: contacts, closings, marks, taking over, and undoing them."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from station.core.i18n import N_, tr
from station.core.settings import Profile
from station.core.trouble import Trouble
from station.rules.contacts import Action
from station.rules.readings import Excluded
from station.services.alerts.alerts import Closed
from station.services.office.frame import FrameFacts
from station.services.today.card import AlertBox
from station.views.context import Context
from station.views.page import Draft
from station.views.today.actions import IN_ACTIVITY
from station.views.today.cardview import CardView
from station.views.today.forms import CLOSE, Filled, Given
from station.views.today.restform import SNOOZE, Rest
from station.views.today.resting import RestHandler
from station.views.today.words import deadlines, gp_message

_SAID = {
    Action.CALL: N_("The call is noted"),
    Action.ADVICE: N_("The advice is noted"),
    Action.GP: N_("The contact with the GP is noted"),
    Action.LEGEVAKT: N_("The advice about the out-of-hours service is noted"),
    Action.NOTE: N_("The note is saved"),
}


class Handler(QObject):
    """Listens to the card and asks the services; `finished` when an alert was closed."""

    finished = Signal()

    def __init__(self, context: Context, card: CardView) -> None:
        super().__init__(card)
        self._context, self._card = context, card
        self._closes = "15:00"
        card.action_wanted.connect(self.begin)
        card.saved.connect(self._save)
        self._rests = RestHandler(context, card)
        card.take_over_wanted.connect(self._take_over)
        context.bridge.ask(self, context.station.frame.facts, self._know, lambda _trouble: None)

    def begin(self, what: str, alert_id: str = "") -> None:
        """Opens a form, or does at once what needs none."""
        if self._card.card is None or self._card.held:
            return
        alert = self._card.alert_called(alert_id) if alert_id else self._card.alert
        if what == IN_ACTIVITY:
            if alert is not None and not alert.left_out:
                self._mark(alert)
        elif what not in (CLOSE, SNOOZE) or alert is not None:
            self._card.open_form(self._given(what, alert))

    def restore(self, draft: Draft) -> None:
        """Opens the form again with unsaved words, if its alert is still open."""
        alert_id = str(draft.get("alert_id", ""))
        gone = bool(alert_id) and self._card.alert_called(alert_id) is None
        what = str(draft.get("what", ""))
        # Words about an alert that a colleague has closed meanwhile are kept as a note.
        instead = Action.NOTE.value if gone and what != SNOOZE else what
        self.begin(instead, "" if gone else alert_id)
        if self._card.form is not None:
            self._card.form.restore(draft)

    # ---------------------------------------------------------------------------------- forms

    def _given(self, what: str, alert: AlertBox | None) -> Given:
        card = self._card.card
        if what != Action.GP or card is None:
            return Given(what, alert)
        times = deadlines(self._closes, card.now) if alert is not None else ()
        return Given(what, alert, gp_message(card, alert), times)

    def _know(self, facts: FrameFacts) -> None:
        profile: Profile = facts.profile
        self._closes = profile.open_to

    def _save(self, filled: Filled | Rest) -> None:
        form, card = self._card.form, self._card.card
        if form is None or card is None:
            return
        if isinstance(filled, Rest):
            self._rests.save(form, filled)
            return
        alert, patient = form.given.alert, card.facts.id
        if filled.close and alert is not None:
            self._close(alert, filled)
            return
        alerts, session = self._context.station.alerts, self._context.session

        def job() -> str:
            if alert is not None and not alert.taken_by:
                alerts.take(session, alert.id)
            contact = alerts.act(session, patient, filled.handling, alert.id if alert else None)
            if alert is not None and filled.wait_until is not None:
                alerts.wait(session, alert.id, filled.wait_until)
            return contact

        def undo(contact: str) -> None:
            alerts.undo_act(session, patient, contact)
            if alert is not None and filled.wait_until is not None:
                alerts.stop_waiting(session, alert.id)

        def done(contact: str) -> None:
            self._close_form()
            self._toast(tr(_SAID[filled.handling.action]), partial(undo, contact))

        self._context.bridge.ask(form, job, done, self._failed)

    def _close(self, alert: AlertBox, filled: Filled) -> None:
        alerts, session = self._context.station.alerts, self._context.session
        form = self._card.form
        if form is None:
            return

        def done(closed: Closed) -> None:
            self._close_form()
            self._toast(tr("The alert is closed"), partial(alerts.undo_close, session, closed))
            self.finished.emit()

        job = partial(alerts.close, session, alert.id, filled.handling, filled.verdict)
        self._context.bridge.ask(form, job, done, self._failed)

    def _close_form(self) -> None:
        what = self._card.form.given.what if self._card.form else ""
        self._card.close_form()
        if what and what != CLOSE:
            self._card.bar.focus(what)

    # --------------------------------------------------------------------------- without forms

    def _mark(self, alert: AlertBox) -> None:
        manual, session = self._context.station.manual, self._context.session
        mark = partial(manual.mark, session, alert.reading_id)

        def done(_reading: object) -> None:
            self._toast(
                tr("The reading is kept and does not count: measured in activity"),
                partial(mark, Excluded.NO),
            )

        self._context.bridge.ask(self, partial(mark, Excluded.ACTIVITY), done)

    def _take_over(self, reason: str) -> None:
        card = self._card.card
        if card is None:
            return
        cards, session = self._context.station.cards, self._context.session

        def failed(trouble: Trouble) -> None:
            self._card.say_held_wrong(trouble.sentence())

        job = partial(cards.take_over, session, card.facts.id, reason)
        self._context.bridge.ask(self, job, lambda _: None, failed)

    # ----------------------------------------------------------------------------------- both

    def _toast(self, words: str, undo: Callable[[], object]) -> None:
        def undone() -> None:
            self._context.bridge.ask(self, undo, lambda _: self._context.toast(tr("It is undone")))

        self._context.toast(words, undone)

    def _failed(self, trouble: Trouble) -> None:
        if self._card.form is not None:
            self._card.form.say_wrong(trouble.sentence())
