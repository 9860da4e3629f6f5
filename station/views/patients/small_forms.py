"""The short forms beside the facts: a relative, and a link to another file."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from station.core.formats import day
from station.core.i18n import tr
from station.core.zone import day_of
from station.services.patients.relatives import RelativeDetails
from station.services.patients.values import LinkedFile, PatientFacts, PatientHit, Relative
from station.views.patients.inplace import InPlace
from station.views.patients.words import born_words
from station.views.style import Button, Card, ElidedLabel, button, label, text_input


class RelativeForm(InPlace):
    """A relative: name, relation, telephone, and whether she may report readings.

    `saved` carries RelativeDetails; `removed` that the relative is to be taken away.
    """

    saved = Signal(object)
    removed = Signal()

    def __init__(self, relative: Relative | None) -> None:
        title = tr("Change relative") if relative else tr("New relative")
        super().__init__("relative_form", title)
        was = relative or Relative("", "", "", "", reports=False, note="")
        self._name, self._relation = text_input(longest=120), text_input(longest=120)
        self._phone, self._note = text_input(longest=40), text_input(longest=500)
        self._reports = QCheckBox(tr("May report readings for the patient"))
        self._reports.setObjectName("relative_reports")
        for editor, text, key in (
            (self._name, was.name, "name"),
            (self._relation, was.relation, "relation"),
            (self._phone, was.phone, "phone"),
            (self._note, was.note, "note"),
        ):
            editor.setText(text)
            editor.setObjectName(f"relative_{key}")
        self._reports.setChecked(was.reports)
        self.column.addWidget(self.field(tr("Name"), self._name, key="name"))
        explained = tr("Such as spouse, daughter, neighbour")
        relation = self.field(tr("Relation"), self._relation, explained, key="relation")
        self.column.addWidget(relation)
        self.column.addWidget(self.field(tr("Telephone"), self._phone, key="phone"))
        self.column.addWidget(self._reports)
        self.column.addWidget(self.field(tr("Note"), self._note, key="note"))
        if relative:
            away = button(tr("Take away this relative"), kind="danger")
            away.setObjectName("remove_relative")
            away.clicked.connect(lambda _checked=False: self.removed.emit())
            self.column.addWidget(away, 0, Qt.AlignmentFlag.AlignLeft)
        self.finish(tr("Save"), lambda: self.saved.emit(self.details()))

    def details(self) -> RelativeDetails:
        """What now stands in the fields."""
        return RelativeDetails(
            self._name.text(),
            self._relation.text(),
            self._phone.text(),
            reports=self._reports.isChecked(),
            note=self._note.text(),
        )


class LinksForm(InPlace):
    """The other files of this person: those linked, and those that can be.

    `linked` carries (other id, reason), `unlinked` (link id, reason), `searched` a text.
    """

    linked = Signal(str, str)
    unlinked = Signal(str, str)
    searched = Signal(str)

    def __init__(self, facts: PatientFacts) -> None:
        super().__init__("links_form", tr("Other files of {name}", name=facts.name))
        explained = tr(
            "When one person has two files, link them. Nothing is moved or deleted, and a link "
            "can be taken apart again."
        )
        self.column.addWidget(label(explained, "muted", wrap=True))
        self._own = facts.id
        self._reason = text_input(longest=300)
        self._reason.setObjectName("link_reason")
        explained = tr("Kept with the link")
        self.column.addWidget(self.field(tr("Reason"), self._reason, explained, key="reason"))
        for link in facts.links:
            self.column.addWidget(self._linked_line(link))
        search = text_input(tr("Name, national identity number or telephone"))
        search.setObjectName("link_search")
        search.textEdited.connect(self.searched.emit)
        self.column.addWidget(self.field(tr("Find the other file"), search, key="search"))
        self._found = QVBoxLayout()
        self.column.addLayout(self._found)
        self.back()

    def show_hits(self, hits: tuple[PatientHit, ...]) -> None:
        """Shows the files that were found, but for this one; at most five."""
        while item := self._found.takeAt(0):
            if part := item.widget():
                part.deleteLater()
        for hit in [each for each in hits if each.id != self._own][:5]:
            words = f"{hit.number_masked} · {born_words(hit.birth_date)} · {hit.place}"
            made = button(tr("Link"))
            made.setObjectName("link_file")
            made.setAccessibleName(tr("Link with {name}", name=hit.name))
            made.clicked.connect(
                lambda _checked=False, hit=hit: self.linked.emit(hit.id, self._reason.text())
            )
            self._found.addWidget(_line(hit.name, words.strip(" ·"), made))

    def _linked_line(self, link: LinkedFile) -> Card:
        apart = button(tr("Take apart"))
        apart.setObjectName("unlink_file")
        apart.setAccessibleName(tr("Take apart from {name}", name=link.name))
        apart.clicked.connect(
            lambda _checked=False: self.unlinked.emit(link.link_id, self._reason.text())
        )
        since = tr("linked {day}: {reason}", day=day(day_of(link.linked_at)), reason=link.reason)
        return _line(link.name, f"{born_words(link.birth_date)} · {since}", apart)


def _line(name: str, words: str, act: Button) -> Card:
    card = Card(margin=2)
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(label(name, "strong"))
    row.addWidget(ElidedLabel(words, "small"), 1)
    row.addWidget(act)
    card.body.addWidget(holder)
    return card
