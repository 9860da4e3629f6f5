"""What stands on the page between the scan and the form, and after it: reading, choosing, done."""

from collections.abc import Callable

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from station.core.formats import day, when
from station.core.i18n import tr
from station.services.paper.values import Candidate, Found, Registered, Verdict
from station.services.plans.values import PlanPerson, VersionRow
from station.views.plans.comparing import change_table
from station.views.plans.words import shown_day
from station.views.style import Banner, Card, FlowLayout, button, current, heading, label


class Reading(Card):
    """A file on its way: which page is read, with a way out."""

    def __init__(self, name: str, stop: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("paper_reading")
        self.setMaximumWidth(current().px(240))
        self.body.addWidget(heading(tr("The sheet is read"), "subheading"))
        self._words = label(name, "muted", wrap=True)
        self.body.addWidget(self._words)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self.body.addWidget(self._bar)
        made = button(tr("Stop"), "Esc")
        made.setObjectName("paper_stop")
        made.clicked.connect(lambda _checked=False: stop())
        self.body.addWidget(made)

    def show_page(self, page: int, pages: int) -> None:
        """Says which page (from 1) is read now."""
        words = tr("Page {page} of {pages} is read.", page=page, pages=pages)
        self._words.setText(words)
        self._bar.setRange(0, pages)
        self._bar.setValue(page - 1)
        self._bar.setAccessibleName(words)


class Choices(Card):
    """Several sheets in one file: each by its name, those that are not ours without one."""

    def __init__(self, words: str, found: Found, choose: Callable[[str], None]) -> None:
        super().__init__()
        self.setObjectName("paper_choices")
        self.body.addWidget(label(words, "body", wrap=True))
        for at, candidate in enumerate(found.choices):
            made = button(_candidate_words(candidate))
            made.setObjectName(f"paper_choice_{at}")
            made.setEnabled(bool(candidate.name))
            made.clicked.connect(lambda _checked=False, text=candidate.text: choose(text))
            self.body.addWidget(made)


def whose(person: PlanPerson | None, row: VersionRow) -> QWidget:
    """Whose sheet it is and which version, large."""
    holder = QWidget()
    line = FlowLayout(gap=current().px(3))
    holder.setLayout(line)
    name = heading(person.name if person else "")
    name.setObjectName("paper_whose")
    line.addWidget(name)
    birth_date = shown_day(person.birth_date) if person else ""
    born = tr("born {date}", date=birth_date) if birth_date else ""
    version = tr("Version {number}", number=row.version.number)
    line.addWidget(label(" · ".join(fact for fact in (born, version) if fact), "subheading"))
    return holder


def changed_view(words: str, found: Found) -> QWidget:
    """What a draft says otherwise than its print, with the sentence above."""
    holder = QWidget()
    holder.setObjectName("paper_changed")
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(current().px(2))
    column.addWidget(Banner(words, "warning"))
    if found.changes:
        table = change_table(found.changes, tr("On the sheet"), tr("In the plan now"))
        # A head and two lines for each change, and never more than a third of the page.
        table.setFixedHeight(current().px(min(10 + 12 * len(found.changes), 58)))
        column.addWidget(table)
    return holder


class Done(Card):
    """What was registered and from when it holds, and what to do next."""

    def __init__(self, verdict: Verdict, row: VersionRow, done: Registered, now: int) -> None:
        super().__init__(margin=5)
        self.setObjectName("paper_done")
        self.setMaximumWidth(current().px(240))
        self.body.addWidget(heading(tr("Registered")))
        for words in done_words(verdict, row, done, now):
            self.body.addWidget(label(words, "body", wrap=True))
        self._first: QWidget | None = None
        self._acts = FlowLayout(gap=current().px(2))
        self.body.addLayout(self._acts)

    def add_action(
        self, words: str, name: str, act: Callable[[], object], *, primary: bool = False
    ) -> None:
        """Adds a way to go on."""
        made = button(words, "Ctrl+P" if primary else None, primary=primary)
        made.setObjectName(name)
        made.clicked.connect(lambda _checked=False: act())
        self._acts.addWidget(made)
        self._first = self._first or made

    def begin(self) -> None:
        """Puts the keyboard on what comes next."""
        if self._first is not None:
            self._first.setFocus()


def done_words(verdict: Verdict, row: VersionRow, done: Registered, now: int) -> list[str]:
    """Say what was registered, a sentence each."""
    version, found = row.version, list[str]()
    start = version.in_force_from
    if verdict is Verdict.RETURNED or start is None:
        found.append(
            tr("Version {number} stays as it is, with what the GP wrote.", number=version.number)
        )
    elif start > now:
        found.append(
            tr(
                "Version {number} is approved and in force from {when}. Until then the one "
                "before it decides.",
                number=version.number,
                when=when(start, now),
            )
        )
    else:
        found.append(
            tr(
                "Version {number} is approved and in force from now ({day}).",
                number=version.number,
                day=day(start),
            )
        )
    if done.document_id:
        found.append(tr("The scanned sheet is kept with the plan."))
    if done.kept_note:
        found.append(done.kept_note)
    return found


def _candidate_words(candidate: Candidate) -> str:
    if not candidate.name:
        return tr("A sheet that is not in this file")
    return tr(
        "{name}, born {year}, version {number}",
        name=candidate.name,
        year=candidate.birth_date[:4] or "–",
        number=candidate.number,
    )
