"""Looking one device over after it came back: its steps, damage, cost, and where it goes."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.formats import when
from station.core.i18n import N_, ntr, tr
from station.rules.equipment import DeviceState
from station.services.equipment.checks import CheckRound, Outcome
from station.services.equipment.money import kroner, ore_of
from station.services.equipment.values import DeviceCard, PhotoLine
from station.views.context import Context
from station.views.equipment.badge import StandingBadge
from station.views.equipment.card import DeviceMark
from station.views.equipment.checklist import Checklist, into_view
from station.views.equipment.photos import PhotoStrip
from station.views.steps import Steps, let_go
from station.views.style import (
    Banner,
    Field,
    FlowLayout,
    appear,
    button,
    current,
    field,
    heading,
    label,
    note_input,
    text_input,
)

_S = DeviceState
_WAYS = {
    _S.IN_STORE: N_("Back in the store"),
    _S.CLEANING: N_("Send to cleaning"),
    _S.REPAIR: N_("Send to repair"),
    _S.SCRAPPED: N_("Scrap"),
}
_NEEDS_WHY = frozenset({_S.REPAIR, _S.SCRAPPED})


class Inspecting(QWidget):
    """`ticked` is what Checklist tells, `sent` a state, a cost in øre (or None) and a note.

    `photo` asks for the file of a photo.
    """

    ticked = Signal(str, object, str)
    sent = Signal(object, object, str)
    photo = Signal()

    def __init__(
        self, context: Context, card: DeviceCard, going_over: CheckRound, rest: int = 0
    ) -> None:
        """`rest` counts how many wait after this one."""
        super().__init__()
        self.setObjectName("inspecting")
        self.card, self.going_over = card, going_over
        self._context = context
        theme = current()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, theme.px(2), 0)
        self._column.setSpacing(theme.px(2))
        self._head(rest)
        self.list = Checklist("return_steps", going_over.steps, context.clock.now())
        self.list.ticked.connect(self.ticked)
        self._column.addWidget(self.list)
        self._photos: PhotoStrip | None = None
        self._photos_at = self._column.count()
        self._damage()
        self._refused = Banner("", "warning")
        self._refused.setObjectName("inspect_refused")
        self._refused.hide()
        self._column.addWidget(self._refused)
        self._ways()
        self._column.addStretch(1)
        self.show_photos(card.photos)
        self._settle()

    def show_round(self, going_over: CheckRound) -> None:
        """Takes in how the steps stand now."""
        self.going_over = going_over
        self.list.show_steps(going_over.steps, self._context.clock.now())
        self._refused.hide()
        self._settle()

    def show_photos(self, photos: Sequence[PhotoLine]) -> None:
        """Shows the photos of this going-over."""
        if self._photos is not None:
            self._column.removeWidget(self._photos)
            let_go(self._photos)
            self._photos = None
        mine = [photo for photo in photos if photo.check_id == self.going_over.id]
        if mine:
            self._photos = PhotoStrip(self._context, mine)
            self._column.insertWidget(self._photos_at, self._photos)

    def refuse(self, sentence: str) -> None:
        """Says why it goes nowhere yet."""
        self._refused.show_text(sentence, "warning")
        self._refused.show()
        # With large text it may stand below what is seen, once it has its place.
        Steps(self).add(partial(into_view, self._refused))

    # ------------------------------------------------------------------------------- building

    def _head(self, rest: int) -> None:
        row, theme = self.card.row, current()
        holder = QWidget()
        flow = FlowLayout(holder, gap=theme.px(3))
        flow.addWidget(DeviceMark(row.kind, 9))
        named = heading(row.name)
        named.setObjectName("inspect_title")
        flow.addWidget(named)
        flow.addWidget(StandingBadge(row.standing))
        self._column.addWidget(holder)
        loan = next((each for each in self.card.loans if each.ended_at is not None), None)
        parts = [row.kind_words, row.label or row.serial]
        if loan is not None and loan.ended_at is not None:
            came = when(loan.ended_at, self._context.clock.now())
            parts.append(tr("came from {name} {when}", name=loan.to, when=came))
            parts.append(loan.ended_note)
        self._column.addWidget(label(" · ".join(filter(None, parts)), "muted", wrap=True))
        words = tr("Space or Y: in order. N: what is wrong. S: not for this one.")
        if rest:
            more = ntr("{n} more waits after this.", "{n} more wait after this.", rest)
            words = f"{words} {more}"
        self._column.addWidget(label(words, "small", wrap=True))

    def _damage(self) -> None:
        theme = current()
        self._why = note_input(tr("What is damaged, or what is to be done"), lines=2)
        self._why.setObjectName("inspect_note")
        self._why.setPlainText(self.going_over.note)
        self._cost = text_input("0", longest=20)
        self._cost.setObjectName("inspect_cost")
        self._cost.setMaximumWidth(theme.px(40))
        if self.going_over.cost_ore:
            self._cost.setText(kroner(self.going_over.cost_ore))
        self.why_field: Field = field(tr("Damage or remark"), self._why)
        self.cost_field: Field = field(tr("What it costs, in kroner"), self._cost)
        self._column.addWidget(self.why_field)
        holder = QWidget()
        flow = FlowLayout(holder, gap=theme.px(4))
        flow.addWidget(self.cost_field)
        add = button(tr("Add a photo …"))
        add.setObjectName("inspect_photo")
        add.clicked.connect(lambda _=False: self.photo.emit())
        flow.addWidget(add)
        self._column.addWidget(holder)

    def _ways(self) -> None:
        self._column.addWidget(heading(tr("Where does it go?"), "subheading"))
        self._left = label("", "small", wrap=True)
        self._left.setObjectName("inspect_left")
        self._column.addWidget(self._left)
        holder = QWidget()
        flow = FlowLayout(holder, gap=current().px(2))
        self._buttons = {}
        for number, (to, words) in enumerate(_WAYS.items(), 1):
            made = button(tr(words), str(number))
            made.setObjectName(f"to_{to}")
            made.clicked.connect(lambda _=False, to=to: self._send(to))
            self._buttons[to] = made
            flow.addWidget(made)
            appear(made, shown=to is _S.IN_STORE or to in self.going_over.to)
        self._column.addWidget(holder)

    # -------------------------------------------------------------------------------- showing

    def _settle(self) -> None:
        missing = self.going_over.missing
        wrong = any(step.outcome is Outcome.NOT_OK for step in self.going_over.steps)
        first = _S.REPAIR if wrong else _S.IN_STORE
        for to, made in self._buttons.items():
            kind = "primary" if to is first and (wrong or not missing) else ""
            if made.property("kind") != kind:
                made.set_kind(kind)
        words = [step.words for step in self.going_over.steps if step.step in missing]
        self._left.setText(
            tr("Before it can go back in the store: {steps}.", steps=", ".join(words))
            if words
            else tr("Every step is ticked.")
        )

    def _send(self, to: DeviceState) -> None:
        typed = self._cost.text().strip()
        try:
            cost = ore_of(typed) if typed else None
        except ValueError:
            self.cost_field.set_wrong(tr("Write kroner with figures, for instance 1 250."))
            self._cost.setFocus()
            return
        self.cost_field.set_wrong("")
        why = self._why.toPlainText().strip() or self._noted()
        if to in _NEEDS_WHY and not why:
            self.why_field.set_wrong(tr("Write in a few words why."))
            self._why.setFocus()
            return
        self.why_field.set_wrong("")
        self.sent.emit(to, cost, why)

    def _noted(self) -> str:
        """What was written at the steps that are not in order."""
        wrong = (step for step in self.going_over.steps if step.outcome is Outcome.NOT_OK)
        return ", ".join(step.note for step in wrong)
