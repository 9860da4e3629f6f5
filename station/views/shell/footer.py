"""The line at the bottom: what Station is not, the backup's age, and whether this is practice."""

from PySide6.QtWidgets import QFrame, QHBoxLayout

from station.core.i18n import tr
from station.services.office.frame import FrameFacts
from station.views.shell.words import backup_words, care_words
from station.views.style.controls import Chip
from station.views.style.text import ElidedLabel, Label, label
from station.views.style.theme import current


class Footer(QFrame):
    """Care words left; backup and training right."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("footer")
        self.setProperty("surface", "foot")
        theme = current()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(4), theme.px(1), theme.px(4), theme.px(1))
        row.setSpacing(theme.px(5))
        self.care: Label = ElidedLabel("", "small")
        self.backup: Label = label("", "small")
        self.backup.setObjectName("backup")
        self.training = Chip(tr("Practice municipality"), "warning")
        self.training.setObjectName("training")
        self.training.hide()
        row.addWidget(self.care, 1)
        row.addWidget(self.backup)
        row.addWidget(self.training)

    def show_facts(self, facts: FrameFacts, now: int) -> None:
        """Shows the frame's facts as of `now`."""
        self.care.setText(care_words(facts.profile))
        self.backup.setText(backup_words(facts.backup_at, now))
        self.backup.set_role("small-strong" if facts.backup_late else "small")
        self.training.setVisible(facts.training)
