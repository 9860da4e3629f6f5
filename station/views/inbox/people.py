"""Whose readings a file holds: matched by number, chosen by a person, or held in quarantine."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import ntr, tr
from station.services.patients.values import PatientHit
from station.services.readings.importing import BatchRow, Matched, Parsed
from station.views.context import Context
from station.views.inbox.words import thousands
from station.views.readings.picker import PatientPicker, hit_words
from station.views.steps import Steps
from station.views.style import (
    Banner,
    Card,
    button,
    current,
    heading,
    label,
    rule,
    scrolled,
)

_MOST = 100
_SEEN = 6
"""So many lines are there from the first moment; the rest follow below them."""


class PeoplePanel(QWidget):
    """One line for each person the file names; `wanted` carries {person: patient id or None}.

    `left` says that nothing of the file is to be stored.
    """

    wanted = Signal(object)
    left = Signal()

    def __init__(
        self,
        context: Context,
        parsed: Parsed,
        matched: Matched,
    ) -> None:
        super().__init__()
        self._parsed = parsed
        self._chosen: dict[str, str | None] = {
            key: hit.id if hit is not None else None for key, hit in matched.people.items()
        }
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card()
        column.addWidget(card)
        card.body.addWidget(heading(tr("Whose readings are these?")))
        if matched.before is not None:
            card.body.addWidget(Banner(before_words(matched.before), "info"))
        explained = tr(
            "Readings of a person who is not chosen are held in quarantine, and can be given to "
            "a patient later. Nothing is lost."
        )
        card.body.addWidget(label(explained, "muted", wrap=True))
        lines = QWidget()
        rows = QVBoxLayout(lines)
        rows.setContentsMargins(0, 0, theme.px(2), 0)
        rows.setSpacing(theme.px(2))
        rows.addStretch(1)
        self._rows = rows
        self._steps = Steps(self)
        keys = list(parsed.people)[:_MOST]
        self._lines = [
            partial(self._add_line, context, key, matched.people.get(key)) for key in keys
        ]
        card.body.addWidget(scrolled(lines), 1)
        self._sum = label("", "strong", wrap=True)
        card.body.addWidget(self._sum)
        actions = QHBoxLayout()
        self._verb = button(tr("Store"), "Ctrl+Return", primary=True)
        self._verb.setObjectName("import_store")
        self._verb.clicked.connect(lambda _checked=False: self.wanted.emit(dict(self._chosen)))
        back = button(tr("Store nothing"), "Esc")
        back.setObjectName("import_leave")
        back.clicked.connect(lambda _checked=False: self.left.emit())
        actions.addWidget(self._verb)
        actions.addWidget(back)
        actions.addStretch(1)
        card.body.addLayout(actions)
        self._settle()

    def parts(self) -> list[Callable[[], object]]:
        """The lines that are seen at once, each built in a turn of its own."""
        return [*self._lines[:_SEEN]]

    def begin(self) -> None:
        """Puts the cursor on the verb, or where a patient must be chosen; lets the rest follow."""
        self._steps.add(*self._lines[_SEEN:], self._to_first)

    def _to_first(self) -> None:
        picker = self.findChild(PatientPicker)
        (picker.box if picker is not None and picker.isVisibleTo(self) else self._verb).setFocus()

    def _add_line(self, context: Context, key: str, matched: PatientHit | None) -> None:
        line = PersonLine(context, key, self._parsed.people[key], matched)
        line.picked.connect(self._pick)
        for widget in (line, rule()):
            self._rows.insertWidget(self._rows.count() - 1, widget)

    def _pick(self, key: str, patient_id: object) -> None:
        self._chosen[key] = str(patient_id) if patient_id else None
        self._settle()

    def _settle(self) -> None:
        whole = sum(self._parsed.people.values())
        mine = sum(n for key, n in self._parsed.people.items() if self._chosen.get(key))
        unread = len(self._parsed.items) - whole
        words = [
            tr("{n} readings go to a patient", n=thousands(mine)),
            tr("{n} are held in quarantine", n=thousands(whole - mine)),
        ]
        if unread:
            words.append(
                ntr(
                    "{count} row is no reading or could not be read",
                    "{count} rows are no readings or could not be read",
                    unread,
                    count=thousands(unread),
                )
            )
        self._sum.setText(" · ".join(words))
        verb = tr("Store {n} readings", n=thousands(mine))
        self._verb.set_words(verb if mine else tr("Hold all in quarantine"))


class PersonLine(QWidget):
    """One person of the file; `picked` carries (key, patient id or None)."""

    picked = Signal(str, object)

    def __init__(self, context: Context, key: str, count: int, matched: PatientHit | None) -> None:
        super().__init__()
        self._key = key
        theme = current()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.px(1), 0, theme.px(1))
        row.setSpacing(theme.px(4))
        names = QVBoxLayout()
        named = label(f"«{key}»" if key else tr("The file names nobody"), "strong", wrap=True)
        names.addWidget(named)
        names.addWidget(
            label(ntr("{n} reading", "{n} readings", count).replace(str(count), thousands(count)))
        )
        names.addStretch(1)
        row.addLayout(names, 2)
        right = QVBoxLayout()
        right.setSpacing(theme.px(1))
        self._who = label("", "strong", wrap=True)
        self._how = label("", "small", wrap=True)
        self._other = button(tr("Another patient"), kind="quiet")
        self._other.clicked.connect(lambda _checked=False: self._free())
        self.picker = PatientPicker(context, tr("Patient for «{person}»", person=key))
        self.picker.picked.connect(self._take)
        head = QHBoxLayout()
        head.addWidget(self._who, 1)
        head.addWidget(self._other)
        right.addLayout(head)
        right.addWidget(self._how)
        right.addWidget(self.picker)
        right.addStretch(1)
        row.addLayout(right, 3)
        if matched is not None:
            self._show(hit_words(matched), tr("found by the national identity number"))
        else:
            self._free(tell=False)

    def _take(self, hit: PatientHit) -> None:
        self._show(hit_words(hit), tr("chosen by you"))
        self.picked.emit(self._key, hit.id)

    def _free(self, *, tell: bool = True) -> None:
        self._who.setText(tr("Held in quarantine until a patient is chosen"))
        self._how.setText("")
        self._how.hide()
        self._other.hide()
        self.picker.show()
        if tell:
            self.picked.emit(self._key, None)
            self.picker.box.setFocus()

    def _show(self, who: str, how: str) -> None:
        self._who.setText(who)
        self._how.setText(how)
        self._how.show()
        self._other.show()
        self.picker.hide()


def before_words(before: BatchRow) -> str:
    """That the same file was read before, by whom, and that nothing is stored twice."""
    return tr(
        "The same file was read before by {who}: {stored} stored. What is there already is not "
        "stored again.",
        who=before.imported_by,
        stored=thousands(before.stored),
    )
