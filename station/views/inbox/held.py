"""The quarantine: the list at the left, one thing at the right with what may be done about it."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.core.trouble import Trouble
from station.services.quarantine.quarantine import DISCARDED, OPEN, HeldItem, Retried
from station.services.readings.manual import Saved, Typed
from station.views.context import Context
from station.views.inbox.held_card import HeldCard
from station.views.inbox.held_list import HeldList
from station.views.inbox.words import thousands
from station.views.readings.writing import saved_words
from station.views.stage import Stage
from station.views.style import Card, EmptyState, choice, current, heading, label, scrolled


class QuarantineDesk(QWidget):
    """`counted` carries how much waits for a decision."""

    counted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._asked = 0
        self._shown = ""
        self._place = 0
        self.card: HeldCard | None = None
        theme = current()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(3))
        left = QVBoxLayout()
        left.setSpacing(theme.px(2))
        top = QHBoxLayout()
        top.addWidget(heading(tr("Quarantine"), "subheading"))
        self._count = label("", "muted")
        self._count.setObjectName("held_count")
        top.addWidget(self._count)
        top.addStretch(1)
        self._state = choice((tr("Waiting"), OPEN), (tr("Discarded"), DISCARDED))
        self._state.setObjectName("held_state")
        self._state.setAccessibleName(tr("Which ones are shown"))
        self._state.currentIndexChanged.connect(lambda _at: self.look())
        top.addWidget(self._state)
        left.addLayout(top)
        self.list = HeldList()
        self.list.selectionModel().currentChanged.connect(lambda _new, _old: self._moved())
        left.addWidget(self.list, 1)
        row.addLayout(left, 5)
        right = Card()
        self._stage = Stage(context.bridge, right, right.body)
        row.addWidget(right, 7)
        self._rest()

    def look(self) -> None:
        """Asks for the list as it is now."""
        self._asked += 1
        number, state = self._asked, str(self._state.currentData())
        quarantine, session = self._context.station.quarantine, self._context.session

        def find() -> tuple[tuple[HeldItem, ...], int]:
            return quarantine.items(session, state), quarantine.count(session)

        def show(found: tuple[tuple[HeldItem, ...], int]) -> None:
            if number == self._asked:
                self._show(*found)

        self._context.bridge.ask(self, find, show)

    def begin(self) -> None:
        """Puts the cursor into the list."""
        self.list.setFocus()

    # ------------------------------------------------------------------------------------ showing

    def _show(self, items: tuple[HeldItem, ...], waiting: int) -> None:
        self.list.rows.show_lines(items, self._context.clock.now())
        more = tr("{shown} of {n}", shown=thousands(len(items)), n=thousands(waiting))
        many = self._state.currentData() == OPEN and waiting > len(items)
        self._count.setText(more if many else thousands(len(items)))
        self.counted.emit(waiting)
        self.list.stand_on(self._shown, self._place)
        if not items:
            self._rest()

    def _moved(self) -> None:
        item = self.list.chosen()
        if item is None:
            return
        self._place = self.list.currentIndex().row()
        if item.id != self._shown or self.card is None or self.card.item != item:
            self._open(item)

    def _open(self, item: HeldItem) -> None:
        self._shown = item.id
        if item.state == DISCARDED:
            self._put(self._discarded(item))
            return
        quarantine, session = self._context.station.quarantine, self._context.session

        def type_in(typed: Typed, asked: bool) -> Saved:
            return quarantine.type_in(session, item.id, typed, asked=asked)

        card = HeldCard(self._context, item, type_in)
        card.retried.connect(partial(self._retry, card))
        card.discarded.connect(partial(self._discard, card))
        card.typed.connect(lambda saved: self._context.toast(saved_words(saved)))
        self._stage.put(scrolled(card), parts=card.parts)
        self.card = card

    def _discarded(self, item: HeldItem) -> QWidget:
        words = tr("Discarded: {reason}", reason=item.resolution)
        view = EmptyState(item.why, words)
        back = view.add_action(tr("Take it back"), partial(self._reopen, item.id))
        back.setObjectName("held_reopen")
        return view

    def _rest(self) -> None:
        self._shown = ""
        title = tr("Nothing is held in quarantine")
        text = tr("What cannot be stored at once waits here until somebody decides.")
        if self._state.currentData() == DISCARDED:
            title, text = tr("Nothing is discarded"), ""
        self._put(EmptyState(title, text))

    def _put(self, widget: QWidget) -> None:
        self.card = None
        self._stage.put_at_once(widget)

    # ------------------------------------------------------------------------------------- acting

    def _retry(self, card: HeldCard, patient_id: str, every: bool) -> None:
        quarantine, session = self._context.station.quarantine, self._context.session
        job = partial(quarantine.retry, session, card.item.id, patient_id, all_of_person=every)

        def done(retried: Retried) -> None:
            self._context.toast(retried_words(retried))

        self._context.bridge.ask(card, job, done, partial(self._refused, card))

    def _discard(self, card: HeldCard, reason: str) -> None:
        quarantine, session = self._context.station.quarantine, self._context.session
        item_id = card.item.id

        def done(_none: None) -> None:
            undo = partial(self._reopen, item_id)
            self._context.toast(tr("Discarded. It is kept, with the reason."), undo)

        def refused(trouble: Trouble) -> None:
            if trouble.code == "held_reason":
                card.show_reason_wrong(trouble.sentence())
            else:
                self._refused(card, trouble)

        job = partial(quarantine.discard, session, (item_id,), reason)
        self._context.bridge.ask(card, job, done, refused)

    def _reopen(self, item_id: str) -> None:
        quarantine, session = self._context.station.quarantine, self._context.session
        job = partial(quarantine.reopen, session, (item_id,))
        self._context.bridge.ask(self, job, lambda _none: self.look())

    def _refused(self, card: HeldCard, trouble: Trouble) -> None:
        card.say(trouble.sentence(), "warning")
        if trouble.code == "held_gone":
            self.look()


def retried_words(retried: Retried) -> str:
    """What trying again came to, in one line."""
    parts = [
        (retried.stored, tr("{n} stored", n=thousands(retried.stored))),
        (retried.duplicates, tr("{n} there already", n=thousands(retried.duplicates))),
        (retried.assigned, tr("{n} wait to be typed in", n=thousands(retried.assigned))),
        (retried.still, tr("{n} still held", n=thousands(retried.still))),
    ]
    said = " · ".join(words for count, words in parts if count)
    return f"{said}. {retried.sentence}".strip() if retried.sentence else said
