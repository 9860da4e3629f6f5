"""The key that this station signs in with: made here, its public half copied or saved."""

from functools import partial

from PySide6.QtWidgets import QApplication

from station.core.i18n import tr
from station.views.context import Context
from station.views.settings import central_asking as asking
from station.views.settings.section import Work, side_by_side
from station.views.style import Card, appear, button, current, field, heading, label, note_input


class KeyCard(Card):
    """Says whether there is a key; a new one is made in place of the old."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("central_key")
        self._context = context
        self.body.setSpacing(current().px(3))
        self.body.addWidget(heading(tr("This station's key"), "subheading"))
        self.body.addWidget(
            label(
                tr(
                    "The secret half lies in this PC's own keyring and never leaves it. Give the "
                    "public half to those who run the central service."
                ),
                "muted",
                wrap=True,
            )
        )
        self._text = note_input(lines=4)
        self._text.setReadOnly(True)
        self._text.setObjectName("central_public_key")
        self._shown = field(tr("The public half"), self._text)
        self.body.addWidget(self._shown)
        self._make = button(tr("Make a key"))
        self._make.setObjectName("central_make_key")
        self._make.clicked.connect(lambda _checked=False: self._begin())
        self._copy = button(tr("Copy the public half"))
        self._copy.setObjectName("central_copy_key")
        self._copy.clicked.connect(lambda _checked=False: self._put_on_clipboard())
        self.body.addLayout(side_by_side(self._make, self._copy, end=True))
        self._work = Work(context, "central_key_work")
        self.body.addWidget(self._work)
        self._show("")
        self._look()

    def _look(self) -> None:
        service, session = asking.keys(self._context.station), self._context.session
        if service is not None:
            job = partial(service.public, session)
            self._context.bridge.ask(self, job, self._show, lambda _trouble: None)

    def _begin(self) -> None:
        service, session = asking.keys(self._context.station), self._context.session
        if service is not None:
            self._work.run(tr("Making a key …"), partial(service.make, session), self._made)

    def _made(self, public: str) -> None:
        self._show(public)
        said = tr("The key is made. It does not work before the public half is registered.")
        self._work.say(said)

    def _show(self, public: str) -> None:
        self._text.setPlainText(public)
        for part in (self._shown, self._copy):
            appear(part, shown=bool(public))
        self._make.set_words(tr("Make a new key") if public else tr("Make a key"))

    def _put_on_clipboard(self) -> None:
        QApplication.clipboard().setText(self._text.toPlainText())
        self._context.toast(tr("Copied"))
