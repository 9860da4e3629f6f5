"""The networks at home, asked where something needs one, and why it goes out without."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.services.handing_out.homes import REACH, Home, HomeDetails
from station.services.handing_out.values import Prepared
from station.views.style import choice, current, field, label, text_input


class HomePart(QWidget):
    """Hidden unless something that goes out needs a network; what is known stands there already."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("home_net")
        self.hide()
        self._knows = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(1))
        column.addWidget(label(tr("Does it reach a network at home?"), "strong"))
        options = [(tr(words), code) for code, words in REACH.items()]
        self._wifi, self._mobile = choice(*options), choice(*options)
        unknown = self._wifi.findData("")
        for name, editor, words in (
            ("home_wifi", self._wifi, tr("Wireless network at home")),
            ("home_mobile", self._mobile, tr("Mobile coverage at home")),
        ):
            editor.setObjectName(name)
            editor.setCurrentIndex(unknown)
            column.addWidget(field(words, editor))
        self._why = text_input(longest=200)
        self._why.setObjectName("home_despite")
        self._despite = field(
            tr("Why does it go out although there is no network?"),
            self._why,
            tr("For instance: readings are fetched at each visit."),
        )
        self._despite.hide()
        column.addWidget(self._despite)

    def show_prepared(self, prepared: Prepared) -> None:
        """Asks where something needs a network, and offers what is known of this home."""
        if self._knows != prepared.borrower.id:
            self._offer(prepared.home)
        self._knows = prepared.borrower.id
        self.setVisible(prepared.asks_home)
        self._despite.setVisible(any(each.code == "home_no_net" for each in prepared.missing))

    def ask(self, known: Home | None) -> None:
        """Asks in any case."""
        self._offer(known)
        self.show()

    def _offer(self, known: Home | None) -> None:
        if known is not None:
            self._wifi.setCurrentIndex(self._wifi.findData(known.wifi))
            self._mobile.setCurrentIndex(self._mobile.findData(known.mobile))

    @property
    def details(self) -> HomeDetails | None:
        """The networks as chosen, or None where nobody asks."""
        if self.isHidden():
            return None
        return HomeDetails(str(self._wifi.currentData()), str(self._mobile.currentData()))

    @property
    def despite(self) -> str:
        """Why it goes to a home without a network all the same."""
        return "" if self._despite.isHidden() else self._why.text()

    def show_no_net(self) -> None:
        """Asks why it goes out although there is no network."""
        self._despite.show()
        self._why.setFocus()
