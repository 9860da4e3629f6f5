"""Handing out: who, what and what is missing on one page, then the receipt."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.bus import ChangeSet
from station.core.i18n import tr
from station.core.trouble import Trouble
from station.services.handing_out.institutions import InstitutionDetails
from station.services.handing_out.replacing import ToReplace
from station.services.handing_out.values import (
    INSTITUTION,
    PATIENT,
    Borrower,
    HandedOut,
    HandoutView,
    OwnDevice,
)
from station.views.context import Context
from station.views.handout.done import DonePanel
from station.views.handout.filling import FillPanel, sentence_of
from station.views.handout.owndevice import OwnDeviceForm
from station.views.handout.placeform import PlaceForm
from station.views.page import Page
from station.views.steps import let_go
from station.views.style import Card, StateView, button, current, heading, scrolled
from station.views.style.frames import Scrolled


class HandOutPage(Page):
    """Opens with "patient/<id>", "institution/<id>", "device/<id>" or "replace/<loan_id>"."""

    claims_digits = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._subject = ""
        self._fill: FillPanel | None = None
        self.front: QWidget | None = None
        self._held: list[QWidget] = []
        theme = current()
        column = QVBoxLayout(self)
        side = theme.px(3)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(theme.px(2))
        row = QHBoxLayout()
        back = button(tr("To the equipment"), "Alt+Left", kind="quiet", icon="back")
        back.setObjectName("leave_handout")
        back.clicked.connect(lambda _checked=False: context.go("equipment"))
        row.addWidget(back)
        row.addWidget(heading(tr("Handing out")))
        row.addStretch(1)
        column.addLayout(row)
        card = Card()
        self._body = card.body
        column.addWidget(card, 1)

    def opened(self, subject: str | None) -> None:
        """Begins for whom or with what it is opened; what was filled in for the same stays."""
        if isinstance(self.front, FillPanel) and (subject or "") in ("", self._subject):
            self.front.look()
            return
        self._subject = subject or ""
        self._begin()

    def changed(self, changes: ChangeSet) -> None:
        """Takes in what was saved, also by others: what was missing may be done."""
        if isinstance(self.front, FillPanel) and changes.topics & {"equipment", "patients"}:
            self.front.look()

    def _begin(self) -> None:
        kind, _, value = self._subject.partition("/")
        if kind == "replace":
            replacing, session = self.context.station.replacing, self.context.session
            job, wanted = partial(replacing.of, session, value), self._subject

            def replace(found: ToReplace) -> None:
                if wanted == self._subject:
                    self._put(self._new_fill(replaces=found))

            self.context.bridge.ask(self, job, replace, self._unknown)
            return
        known = kind in (PATIENT, INSTITUTION) and value
        panel = self._new_fill(Borrower(kind, value) if known else None)
        if kind == "device" and value:
            self._ask_row(panel, value)
        self._put(panel)

    def _new_fill(
        self, borrower: Borrower | None = None, replaces: ToReplace | None = None
    ) -> FillPanel:
        panel = FillPanel(self.context, borrower, replaces)
        panel.place_wanted.connect(self._new_place)
        panel.own_wanted.connect(self._own_device)
        panel.handed_out.connect(self._out)
        self._fill = panel
        return panel

    def _ask_row(self, panel: FillPanel, device_id: str) -> None:
        equipment, session = self.context.station.equipment, self.context.session
        job = partial(equipment.card, session, device_id)
        self.context.bridge.ask(panel, job, lambda card: panel.add(card.row), self._unknown)

    # ----------------------------------------------------------------------- a place, the end

    def _new_place(self) -> None:
        form = PlaceForm()

        def save(details: InstitutionDetails) -> None:
            institutions, session = self.context.station.institutions, self.context.session

            def done(place_id: str) -> None:
                self._back_to_fill()
                if self._fill is not None:
                    self._fill.who.take(Borrower(INSTITUTION, place_id))

            def refused(trouble: Trouble) -> None:
                problems = getattr(trouble, "problems", None) or {"name": trouble.sentence()}
                form.show_problems(problems)

            job = partial(institutions.add, session, details)
            self.context.bridge.ask(form, job, done, refused)

        form.saved.connect(save)
        form.cancelled.connect(self._back_to_fill)
        self._put(form, keep=True)
        form.begin()

    def _own_device(self) -> None:
        borrower = self._fill.who.borrower if self._fill is not None else None
        if self._fill is None or borrower is None:
            return
        form = OwnDeviceForm(self._fill.who.name)
        station, session = self.context.station, self.context.session

        def save(own: OwnDevice) -> None:
            def refused(trouble: Trouble) -> None:
                if trouble.code == "device_unnamed":
                    form.show_problems({"name": trouble.sentence()})
                else:
                    form.refuse(sentence_of(trouble))

            job = partial(
                station.handing_out.own_device,
                session,
                borrower.id,
                own,
                home=form.home.details,
                taught=form.teaching.trainings,
            )
            self.context.bridge.ask(form, job, self._out, refused)

        form.saved.connect(save)
        form.cancelled.connect(self._back_to_fill)
        self._put(form, keep=True)
        form.begin()
        self.context.bridge.ask(
            form, partial(station.homes.of, session, borrower.id), form.show_home
        )

    def _back_to_fill(self) -> None:
        if self._fill is not None:
            self._put(self._fill)

    def _out(self, handed: HandedOut) -> None:
        handing, session = self.context.station.handing_out, self.context.session
        job = partial(handing.handout, session, handed.id)
        self.context.bridge.ask(self, job, self._done, self._unknown)

    def _done(self, view: HandoutView) -> None:
        self._fill = None
        panel = DonePanel(self.context, view)
        panel.wanted.connect(self._next)
        panel.tablet_wanted.connect(
            lambda device: self.context.go("hand_out_tablet", f"device/{device}")
        )
        self._put(panel)
        self.context.bridge.soon(panel, panel.begin)

    def _next(self, what: str) -> None:
        if what == "another":
            self._subject = ""
            self._begin()
        else:
            self.context.go("equipment")

    # --------------------------------------------------------------------------------- inside

    def _unknown(self, trouble: Trouble) -> None:
        view = StateView("empty", trouble.sentence(), tr("Nothing to hand out"))
        view.add_action(tr("To the equipment"), partial(self.context.go, "equipment"))
        self._put(view)

    def _put(self, widget: QWidget, *, keep: bool = False) -> None:
        """Shows a panel alone; with `keep` the one before waits hidden, with all that is in it."""
        for old in self._held:
            old.hide()
            if old is self._fill and (keep or widget is self._fill):
                continue
            self._held = [each for each in self._held if each is not old]
            self._body.removeWidget(_outer(old))
            let_go(_outer(old))
        if widget not in self._held:
            self._held.append(widget)
            plain = isinstance(widget, StateView | DonePanel)
            self._body.addWidget(widget if plain else scrolled(widget))
        for each in self._held:
            _outer(each).setVisible(each is widget)
            each.setVisible(each is widget)
        self.front = widget


def _outer(part: QWidget) -> QWidget:
    """What stands in the card for a part: the part itself, or what it scrolls in."""
    parent = part.parentWidget()
    while parent is not None:
        if isinstance(parent, Scrolled):
            return parent
        parent = parent.parentWidget()
    return part
