"""The page of settings: the sections at the left, one of them at the right."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from station.core.bus import ChangeSet
from station.core.i18n import N_, tr
from station.core.trouble import Trouble
from station.services.office.office import OfficeFacts
from station.services.rights import Right
from station.views.context import Context
from station.views.page import Page
from station.views.settings.central import CentralSection
from station.views.settings.channels import ChannelsSection
from station.views.settings.forms import FormsSection
from station.views.settings.locks import LocksSection
from station.views.settings.logbook import LogSection
from station.views.settings.looks import LookSection
from station.views.settings.municipality import MunicipalitySection
from station.views.settings.people import PeopleSection
from station.views.settings.safety import SafetySection
from station.views.settings.section import Section
from station.views.settings.templates import TemplatesSection
from station.views.style import StateView, current, heading, scrolled


@dataclass(frozen=True, slots=True)
class Entry:
    """One section: its name, its words, what it is made by, and the right it needs."""

    name: str
    title: str
    make: Callable[[Context, OfficeFacts], Section]
    right: Right | None = None


SECTIONS: Final = (
    Entry("municipality", N_("Municipality"), MunicipalitySection, Right.CHANGE_OFFICE),
    Entry("people", N_("Staff"), PeopleSection),
    Entry("templates", N_("Plan templates"), TemplatesSection, Right.SEE_PATIENTS),
    Entry("forms", N_("Forms of the service"), FormsSection, Right.SEE_PATIENTS),
    Entry("look", N_("Appearance"), LookSection),
    Entry("locks", N_("Locks"), LocksSection, Right.CHANGE_OFFICE),
    Entry("safety", N_("Backup and safety"), SafetySection, Right.MAKE_BACKUPS),
    Entry("central", N_("Central service"), CentralSection, Right.CHANGE_OFFICE),
    Entry("channels", N_("Other services"), ChannelsSection, Right.CHANGE_OFFICE),
    Entry("log", N_("Log"), LogSection, Right.SEE_LOG),
)


class SettingsPage(Page):
    """Up and down choose a section; Tab goes into it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        theme = current()
        row = QHBoxLayout(self)
        side = theme.px(3)
        row.setContentsMargins(side, side, side, side)
        row.setSpacing(side)
        row.addWidget(self._left())
        self._room = QVBoxLayout()
        row.addLayout(self._room, 1)
        self.front: QWidget | None = None
        self._shown = ""
        self._put(StateView("loading"))

    @property
    def section(self) -> Section | None:
        """The section in front, None while it loads or is not permitted."""
        return self.front if isinstance(self.front, Section) else None

    def opened(self, subject: str | None) -> None:
        """Comes to the front with the section `subject`, or with the one that was there."""
        names = [entry.name for entry in SECTIONS]
        if subject in names:
            self.list.setCurrentRow(names.index(subject))
        elif self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        else:
            self._look()
        self.list.setFocus()

    def changed(self, changes: ChangeSet) -> None:
        """Lets the section take in what was saved."""
        if self.section is not None and changes.topics & {"users", "settings", "exchange"}:
            self.section.changed(changes)

    def _left(self) -> QWidget:
        theme = current()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(heading(tr("Settings")))
        self.list = QListWidget()
        self.list.setObjectName("settings_sections")
        self.list.setAccessibleName(tr("Sections of the settings"))
        self.list.setProperty("kind", "rows")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for entry in SECTIONS:
            item = QListWidgetItem(tr(entry.title))
            item.setSizeHint(QSize(1, theme.px(10)))
            self.list.addItem(item)
        self.list.currentRowChanged.connect(lambda _at: self._look())
        column.addWidget(self.list, 1)
        holder.setFixedWidth(theme.px(52))
        return holder

    def _look(self) -> None:
        entry = SECTIONS[self.list.currentRow()]
        office, session = self.context.station.office, self.context.session
        if entry.name == self._shown and self.section is not None:
            self.section.opened()
            return
        self._shown = entry.name
        self.context.bridge.ask(
            self,
            lambda: office.facts(session),
            lambda facts: self._show(entry, facts),
            self._failed,
        )

    def _show(self, entry: Entry, facts: OfficeFacts) -> None:
        if entry.name != self._shown:
            return
        if entry.right is not None and entry.right not in facts.rights:
            self._put(StateView("no_right", tr("The leader of the service can do this.")))
            return
        section = entry.make(self.context, facts)
        section.setObjectName(f"section_{entry.name}")
        section.setAccessibleName(tr(entry.title))
        self._put(section)
        section.opened()

    def _failed(self, trouble: Trouble) -> None:
        self._shown = ""
        view = StateView("failed", trouble.sentence())
        view.add_action(tr("Try again"), self._look)
        self._put(view)

    def _put(self, widget: QWidget) -> None:
        while (item := self._room.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.front = widget
        fills = not isinstance(widget, Section) or widget.fills
        self._room.addWidget(widget if fills else scrolled(widget))
