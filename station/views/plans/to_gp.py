"""Sending the finished print of a plan to the GP, by the way that is set up under the settings."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from station.core.i18n import N_, tr
from station.core.trouble import Trouble
from station.services.channels.gp_sending import Party, SentToGp, ToGp, Way
from station.services.prints.plan import Printed
from station.views.context import Context
from station.views.style import Card, FlowLayout, button, current, field, label, text_input

_ASKED: Final = {
    "organisation": N_("The GP's office"),
    "organisation_her": N_("HER-id of the office"),
    "service": N_("The GP"),
    "service_her": N_("HER-id of the GP"),
}


class ToGpCard(Card):
    """Asks for the HER-ids where a message needs them, and sends; hidden until it is opened."""

    def __init__(self, context: Context, failed: Callable[[Trouble], None]) -> None:
        super().__init__()
        self._context, self._failed = context, failed
        self._printed: Printed | None = None
        self._way: Way | None = None
        self.setObjectName("to_gp")
        self.hide()
        self._words = label("", "body", wrap=True)
        self.body.addWidget(self._words)
        row = FlowLayout(gap=current().px(3))
        self._typed = {name: text_input(longest=80) for name in _ASKED}
        self._fields = {name: field(tr(_ASKED[name]), each) for name, each in self._typed.items()}
        for name, each in self._typed.items():
            each.setObjectName(f"gp_{name}")
            # A name needs more room than a number.
            each.setMinimumWidth(current().px(30 if name.endswith("_her") else 60))
            row.addWidget(self._fields[name])
        self._asked = QWidget()
        self._asked.setLayout(row)
        self.body.addWidget(self._asked)
        acts = FlowLayout(gap=current().px(2))
        self._send = button(tr("Send to the GP"), "Ctrl+Enter", primary=True)
        self._send.setObjectName("send_to_gp")
        self._send.clicked.connect(lambda _checked=False: self.send())
        leave = button(tr("Do not send"), kind="quiet")
        leave.setObjectName("do_not_send")
        leave.clicked.connect(lambda _checked=False: self.hide())
        acts.addWidget(self._send)
        acts.addWidget(leave)
        self.body.addLayout(acts)

    def open(self, printed: Printed, way: Way) -> None:
        """Shows how this print will go, and asks for what is lacking."""
        self._printed, self._way = printed, way
        self._words.setText(_how(way))
        self._asked.setVisible(way is not Way.FOLDER)
        self.show()
        first = self._send if way is Way.FOLDER else self._typed["organisation"]
        first.setFocus()

    def send(self) -> None:
        """Sends what is shown; what is lacking is said by its field."""
        printed = self._printed
        if printed is None:
            return
        said = {name: each.text().strip() for name, each in self._typed.items()}
        if self._way is not Way.FOLDER and self._lacking(said):
            return
        receiver = None if self._way is Way.FOLDER else Party(**said)
        station, session = self._context.station, self._context.session
        name = station.plan_prints.file_name(printed)
        wanted = ToGp(
            printed.patient_id,
            tr("Self-care plan"),
            tr("The self-care plan is attached. Please look at the limits and answer."),
            printed.pdf,
            name,
            receiver,
        )
        self._send.setEnabled(False)
        self._context.bridge.ask(
            self, partial(station.gp_sending.send, session, wanted), self._sent, self._refused
        )

    def _lacking(self, said: dict[str, str]) -> bool:
        wrong = False
        for name, each in self._fields.items():
            number = name.endswith("_her")
            bad = not said[name].isdigit() if number else not said[name]
            each.set_wrong((tr("Only digits") if number else tr("Say this, too")) if bad else "")
            if bad and not wrong:
                self._typed[name].setFocus()
            wrong = wrong or bad
        return wrong

    def _sent(self, sent: SentToGp) -> None:
        self._send.setEnabled(True)
        self.hide()
        self._context.toast(_done(sent.way))

    def _refused(self, trouble: Trouble) -> None:
        self._send.setEnabled(True)
        self._failed(trouble)


def _how(way: Way) -> str:
    return {
        Way.FOLDER: tr("The plan and a text to paste are laid in the folder for the GP's post."),
        Way.BROKER: tr("A message to the GP is laid where the message system takes it."),
        Way.EDI: tr("A message to the GP goes with the next synchronisation."),
    }[way]


def _done(way: Way) -> str:
    return {
        Way.FOLDER: tr("Laid in the folder for the GP"),
        Way.BROKER: tr("Laid where the message system takes it"),
        Way.EDI: tr("It goes to the GP with the next synchronisation"),
    }[way]
