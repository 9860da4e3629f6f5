"""Entering a plan that was made elsewhere: where, by whom, and the day from which it holds."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.core.trouble import Trouble
from station.services.plans.elsewhere import MadeElsewhere
from station.views.context import Context
from station.views.plans.days import DayField
from station.views.plans.words import typed_day
from station.views.style import (
    Banner,
    Card,
    button,
    choice,
    current,
    field,
    heading,
    label,
    text_input,
)


class OriginForm(QWidget):
    """The form in place. `begun` carries the draft's id, `left` goes back."""

    begun = Signal(str)
    left = Signal()

    def __init__(
        self,
        context: Context,
        patient_id: str,
        language: str,
        templates: tuple[tuple[str, str], ...],
    ) -> None:
        super().__init__()
        self.setObjectName("origin_form")
        self._context, self._patient, self._language = context, patient_id, language
        self._asked = self._replaces = False
        theme = current()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, theme.px(2), 0)
        card = Card(margin=5)
        card.setMaximumWidth(theme.px(200))
        outer.addWidget(card)
        outer.addStretch(1)
        column = card.body
        column.setSpacing(theme.px(3))
        column.addWidget(heading(tr("A plan made elsewhere")))
        words = tr(
            "For a plan that a hospital or another service has made. You write it in as it is, and "
            "it comes into force without the approval of the GP here, marked with who made it."
        )
        column.addWidget(label(words, "muted", wrap=True))
        self.banner = Banner("", "warning")
        self.banner.hide()
        column.addWidget(self.banner)
        self._place, self._by = text_input(longest=120), text_input(longest=120)
        self._from = DayField(tr("Holds from"), typed_day(context.clock.now()), "origin_from")
        blank = (tr("None: I write what stands there"), "")
        self._template = choice(blank, *((name, code) for code, name in templates))
        for part, name in (
            (self._place, "origin_place"),
            (self._by, "origin_by"),
            (self._template, "origin_template"),
        ):
            part.setObjectName(name)
        column.addWidget(field(tr("Where it was made"), self._place, tr("Hospital and ward")))
        column.addWidget(field(tr("Who made it"), self._by, tr("Name and title")))
        column.addWidget(self._from)
        column.addWidget(field(tr("Template to begin from"), self._template))
        column.addLayout(self._buttons())

    def begin(self) -> None:
        """Puts the cursor into the first field."""
        self._place.setFocus()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        act = button(tr("Write the plan in"), "Ctrl+S", primary=True)
        act.setObjectName("begin_elsewhere")
        act.clicked.connect(lambda _checked=False: self.send())
        back = button(tr("Back to the plan"), "Esc")
        back.setObjectName("leave_origin")
        back.clicked.connect(lambda _checked=False: self.left.emit())
        row.addWidget(act)
        row.addWidget(back)
        row.addStretch(1)
        return row

    def send(self) -> None:
        """Begins the draft."""
        on = self._from.day
        self._from.set_wrong("" if on else tr("This is not a date. Write it as 07.03.1948."))
        if on is None:
            return
        made = MadeElsewhere(
            self._place.text(), self._by.text(), on, str(self._template.currentData())
        )
        job = partial(
            self._context.station.elsewhere.begin,
            self._context.session,
            self._patient,
            made,
            self._language,
            replaces=self._replaces,
        )
        self._context.bridge.ask(self, job, self.begun.emit, self._told)

    def _told(self, trouble: Trouble) -> None:
        self.banner.show_text(trouble.sentence(), "warning")
        self.banner.show()
        if trouble.code == "planned_already" and not self._asked:
            self._asked = True
            sure = self.banner.add_action(tr("Yes, it replaces it"), self._sure)
            sure.setObjectName("replaces_it")

    def _sure(self) -> None:
        self._replaces = True
        self.send()
