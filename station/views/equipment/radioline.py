"""How this PC's Bluetooth stands: a quiet line while it works, a sentence when it does not."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.services.radio.listening_news import RadioNews
from station.views.style import Banner, current, label

_LARGE = 1.5


class RadioLine(QWidget):
    """Shows a RadioNews; nothing before the first one."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("radio_line")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._calm = label("", "small")
        self._calm.setObjectName("radio_calm")
        self._banner = Banner("", "warning")
        self._banner.setObjectName("radio_banner")
        for part in (self._calm, self._banner):
            part.hide()
            column.addWidget(part)

    def show_radio(self, news: RadioNews) -> None:
        """Says how the radio stands; the sentence says what can be done without it."""
        self._calm.setText(tr("Bluetooth is on. Devices show up here by themselves."))
        # With large text the room is needed for what is to be done.
        self._calm.setVisible(news.ready and current().scale < _LARGE)
        if not news.ready:
            self._banner.show_text(news.sentence, "warning")
        self._banner.setVisible(not news.ready)
        self.setAccessibleName(self._calm.text() if news.ready else self._banner.text)
