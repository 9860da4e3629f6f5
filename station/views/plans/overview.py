"""One patient's plans: what is in force, the draft beside it, every version, and one to read."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from station.core.formats import when
from station.core.i18n import tr
from station.core.zone import day_of
from station.rules.approval import Review
from station.rules.plans import PlanStatus
from station.services.plans.values import PlanDesk, VersionRow
from station.views.plans.parts import WORKSHOP_KEY
from station.views.plans.reading import VersionView
from station.views.plans.stepline import StepLine
from station.views.plans.words import (
    print_words,
    review_words,
    template_word,
    version_detail,
    version_title,
)
from station.views.steps import Steps, let_go
from station.views.style import (
    Banner,
    Card,
    ElidedLabel,
    EmptyState,
    FlowLayout,
    Panes,
    button,
    choice,
    current,
    heading,
    label,
    scrolled,
)

ID_ROLE = int(Qt.ItemDataRole.UserRole)


class Overview(QWidget):
    """Versions at the left, the chosen one at the right.

    `left` goes back; the others carry a version's id; `begun` a template's code; `compared` two.
    """

    left = Signal()
    patient_wanted = Signal()
    paper_wanted = Signal()
    workshop_wanted = Signal()
    draft_wanted = Signal(str)
    next_wanted = Signal(str)
    approve_wanted = Signal(str)
    print_wanted = Signal(str)
    compared = Signal(str, str)
    begun = Signal(str)
    chosen = Signal(str)
    meeting_wanted = Signal(str)
    elsewhere_wanted = Signal()

    def __init__(
        self, desk: PlanDesk, now: int, templates: tuple[tuple[str, str], ...], chosen: str
    ) -> None:
        super().__init__()
        self.setObjectName("plan_overview")
        self._desk, self._now = desk, now
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addLayout(self._top())
        for banner in self._banners():
            column.addWidget(banner)
        self._news = QVBoxLayout()
        column.addLayout(self._news)
        if not desk.versions:
            column.addWidget(self._empty(templates), 1)
            return
        self._card = Card()
        self._reading = QVBoxLayout()
        self._card.body.addLayout(self._reading)
        column.addWidget(Panes(self._versions(), self._card, (3, 9), gap=3), 1)
        self._wanted = chosen if desk.row(chosen) else desk.standing or desk.versions[0].version.id
        self._steps = Steps(self)

    def begin(self) -> None:
        """Puts the keyboard on the versions, and opens one."""
        if self._desk.versions:
            self.list.setFocus()
            self._steps.add(partial(self._stand_on, self._wanted))

    def put_visit(self, bar: QWidget | None) -> None:
        """Shows the reminder of the GP's appointment, if there is one."""
        if bar is not None:
            self._news.addWidget(bar)

    def _top(self) -> QHBoxLayout:
        person, row = self._desk.person, QHBoxLayout()
        back = button(tr("All plans"), "Alt+Left", kind="quiet", icon="back")
        back.setObjectName("leave_desk")
        back.clicked.connect(lambda _checked=False: self.left.emit())
        row.addWidget(back)
        row.addWidget(heading(person.name))
        facts = [person.birth_date[:4], person.diagnosis]
        row.addWidget(ElidedLabel(" · ".join(fact for fact in facts if fact), "muted"), 1)
        # In large text the ways on stand below each other.
        ways = FlowLayout(gap=current().px(2))
        row.addLayout(ways)
        workshop = button(tr("Threshold workshop"), WORKSHOP_KEY, kind="quiet")
        workshop.setObjectName("to_workshop")
        workshop.clicked.connect(lambda _checked=False: self.workshop_wanted.emit())
        ways.addWidget(workshop)
        paper = button(tr("Paper from the GP"), "Ctrl+R", kind="quiet", icon="inbox")
        paper.setObjectName("to_patient_paper")
        paper.clicked.connect(lambda _checked=False: self.paper_wanted.emit())
        ways.addWidget(paper)
        card = button(tr("The patient's card"), kind="quiet", icon="patients")
        card.setObjectName("to_patient")
        card.clicked.connect(lambda _checked=False: self.patient_wanted.emit())
        ways.addWidget(card)
        return row

    def _banners(self) -> list[Banner]:
        desk, now, found = self._desk, self._now, []
        standing, coming, draft = (desk.row(i) for i in (desk.standing, desk.coming, desk.draft))
        if draft is not None:
            found.append(self._draft_banner(draft, standing))
        if coming is not None and coming.version.in_force_from is not None:
            words = tr(
                "Version {number} is approved and in force from {when}. Until then the one "
                "before it decides.",
                number=coming.version.number,
                when=when(coming.version.in_force_from, now),
            )
            found.append(Banner(words, "info"))
        counting = coming or standing
        if desk.review in (Review.DUE, Review.SOON) and counting is not None:
            on = counting.version.content.review_on
            said = review_words(desk.review, on, day_of(now))
            # «11. nov.» ends as the sentence does.
            said = said.rstrip(".")
            words = tr("{review}. The plan goes on until a new version is approved.", review=said)
            tone = "warning" if desk.review is Review.DUE else "info"
            found.append(Banner(words[:2] + words[2:3].upper() + words[3:], tone))
        if old := print_words(desk, now):
            banner = Banner(old, "warning")
            banner.setObjectName("print_old")
            newest = coming or (standing if standing is not None else draft)
            version = newest.version.id if newest else desk.versions[0].version.id
            again = banner.add_action(tr("See the print"), lambda: self.print_wanted.emit(version))
            again.setObjectName("print_again")
            found.append(banner)
        return found

    def _draft_banner(self, draft: VersionRow, standing: VersionRow | None) -> Banner:
        number = draft.version.number
        if self._desk.trial or standing is None:
            words = tr(
                "Version {number} is a draft, and no plan is approved yet. Its limits raise the "
                "alerts until then, each marked «plan not approved».",
                number=number,
            )
        else:
            words = tr(
                "Version {number} is a draft beside the plan. Version {standing} is in force.",
                number=number,
                standing=standing.version.number,
            )
        banner = Banner(words, "info" if standing is not None else "warning")
        banner.setObjectName("draft_beside")
        go = banner.add_action(
            tr("Go on with the draft"), lambda: self.draft_wanted.emit(draft.version.id)
        )
        go.setObjectName("open_draft")
        return banner

    def _versions(self) -> QWidget:
        theme, holder = current(), QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(label(tr("Versions"), "small-strong"))
        self.list = QListWidget()
        self.list.setObjectName("version_list")
        self.list.setAccessibleName(tr("Versions"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setProperty("kind", "airy")
        for row in self._desk.versions:
            detail = version_detail(row, self._desk, self._now)
            item = QListWidgetItem(f"{version_title(row)}\n{detail}")
            item.setData(ID_ROLE, row.version.id)
            self.list.addItem(item)
        self.list.currentItemChanged.connect(lambda *_items: self._show())
        column.addWidget(self.list, 1)
        for words, keys, name, act in self._acts():
            made = button(words, keys)
            made.setObjectName(name)
            made.clicked.connect(lambda _checked=False, act=act: act())
            column.addWidget(made)
        others = [(tr("Compare with …"), "")]
        others += [(version_title(row), row.version.id) for row in self._desk.versions]
        self._with = choice(*others)
        self._with.setObjectName("compare_with")
        self._with.setAccessibleName(tr("Compare with another version"))
        self._with.activated.connect(lambda _at: self._compare())
        column.addWidget(self._with)
        self._with.setVisible(len(self._desk.versions) > 1)
        return holder

    def _latest(self) -> str:
        """Where a meeting begins: the draft if there is one, else what holds or held last."""
        desk = self._desk
        return desk.draft or desk.coming or desk.standing or desk.versions[0].version.id

    def _acts(self) -> list[tuple[str, str | None, str, Callable[[], object]]]:
        found: list[tuple[str, str | None, str, Callable[[], object]]] = [
            (
                tr("See the print"),
                "Ctrl+P",
                "see_print",
                lambda: self.print_wanted.emit(self.version_id()),
            ),
            (
                tr("Treatment meeting …"),
                "Ctrl+B",
                "meeting",
                lambda: self.meeting_wanted.emit(self._latest()),
            ),
            (
                tr("Plan made elsewhere …"),
                None,
                "elsewhere",
                self.elsewhere_wanted.emit,
            ),
        ]
        if self._desk.draft is None:
            found.insert(
                0,
                (
                    tr("New version"),
                    "Ctrl+N",
                    "next_version",
                    lambda: self.next_wanted.emit(self.version_id()),
                ),
            )
        return found

    def _empty(self, templates: tuple[tuple[str, str], ...]) -> EmptyState:
        empty = EmptyState(
            tr("No plan yet"),
            tr(
                "Choose a template. Each of its lines is a proposal, which you go through with "
                "the patient."
            ),
        )
        for code, name in templates:
            made = empty.add_action(name, partial(self.begun.emit, code))
            made.setObjectName(f"begin_{code}")
        other = empty.add_action(tr("Plan made elsewhere …"), self.elsewhere_wanted.emit)
        other.setObjectName("elsewhere")
        return empty

    def version_id(self) -> str:
        """The version that is chosen."""
        row = max(self.list.currentRow(), 0)
        return str(self.list.item(row).data(ID_ROLE))

    def _stand_on(self, version_id: str) -> None:
        for at in range(self.list.count()):
            if self.list.item(at).data(ID_ROLE) == version_id:
                self.list.setCurrentRow(at)

    def _show(self) -> None:
        row = self._desk.row(self.version_id())
        while item := self._reading.takeAt(0):
            if part := item.widget():
                let_go(part)
        if row is None:
            return
        template = template_word(row.version.content.template)
        title = heading(f"{template} · {version_title(row)}", "subheading")
        self._reading.addWidget(title)
        self._reading.addWidget(StepLine(self._desk.steps.get(row.version.id, ()), self._now))
        self._reading.addWidget(scrolled(VersionView(row)), 1)
        if row.version.status is PlanStatus.DRAFT:
            act = button(tr("Go on with the draft"), "Ctrl+E", primary=True)
            act.setObjectName("edit_draft")
            act.clicked.connect(lambda _checked=False: self.draft_wanted.emit(row.version.id))
            self._reading.addWidget(act, 0, Qt.AlignmentFlag.AlignLeft)
        self.chosen.emit(row.version.id)

    def _compare(self) -> None:
        other = self._with.currentData()
        self._with.setCurrentIndex(0)
        if other and other != self.version_id():
            ids = [row.version.id for row in self._desk.versions]
            first, second = sorted((other, self.version_id()), key=ids.index, reverse=True)
            self.compared.emit(first, second)
