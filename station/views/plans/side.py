"""The right side of a draft: limits, measuring plan, medicines, origin and review date."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.rules import editing
from station.rules.approval import Hindered, Hindrance
from station.rules.kinds import COMPONENTS, is_dotted
from station.rules.limits import Limit
from station.rules.plans import PlanContent, ScheduleItem
from station.rules.rulebook import Combination
from station.rules.wording import component_name
from station.services.plans.scores import FormOffers, form_offers
from station.services.plans.values import Counts, Template
from station.services.prints.limits_box import counts_text
from station.views.context import Context
from station.views.plans.days import DayField
from station.views.plans.limits import LimitBox
from station.views.plans.rules import RuleList
from station.views.plans.schedule import ScheduleEditor
from station.views.plans.words import shown_day
from station.views.steps import Steps
from station.views.style import choice, current, field, label, note_input, text_input


class Side(QWidget):
    """`edited` carries the content with what was written here."""

    edited = Signal(object)

    def __init__(
        self, context: Context, patient_id: str, content: PlanContent, template: Template | None
    ) -> None:
        super().__init__()
        self._context, self._patient, self._content = context, patient_id, content
        self._template = template
        self._open_ends: set[str] = set()
        self._wrong_review = False
        self.boxes: dict[str, LimitBox] = {}
        self.rules: RuleList | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, current().px(3), 0)
        self._column.setSpacing(current().px(2))
        self.steps = Steps(self)
        self._begun = False

    def showEvent(self, event: QShowEvent) -> None:
        """Builds the parts from when it stands in its place: there each is styled once."""
        super().showEvent(event)
        if not self._begun:
            self._begun = True
            parts = (self._limits, self._rules, self._schedule, self._medicines, self._further)
            self.steps.first(*parts, self._ask_forms)

    @property
    def unfinished(self) -> str:
        """What is typed here and not taken, in a sentence."""
        if self._wrong_review:
            return tr("The review date is not a date.")
        names = ", ".join(component_name(code) for code in sorted(self._open_ends))
        if not names:
            return self.rules.unfinished if self.rules else ""
        return tr(
            "{kind}: a number is not taken yet, and what stood there still holds.", kind=names
        )

    def settle(self) -> None:
        """Checks numbers that were typed just now."""
        for box in self.boxes.values():
            if box.form is not None:
                box.form.look()
        if self.rules is not None:
            self.rules.settle()

    def go_to(self, found: Hindered) -> None:
        """Moves to the limit, the rule or the date that is wrong, once all is built."""
        self.steps.add(partial(self._go_to, found))

    def _go_to(self, found: Hindered) -> None:
        if found.hindrance is Hindrance.NO_REVIEW or self._wrong_review:
            self._review.editor.setFocus()
            return
        if self.rules is not None and (found.rules or not (found.limits or self._open_ends)):
            self.rules.go_to(found.rules)
            return
        codes = [each.limit.component for each in found.limits] or sorted(self._open_ends)
        for code in codes[:1]:
            if code in self.boxes:
                self.boxes[code].open()

    # ----------------------------------------------------------------------------- limits

    def _limits(self) -> None:
        self._column.addWidget(label(tr("Limits"), "subheading"))
        self._box_list = QVBoxLayout()
        self._box_list.setSpacing(current().px(2))
        holder = QWidget()
        self._box_list.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(self._box_list)
        self._column.addWidget(holder)
        suggested = [each.component for each in self._template.limits] if self._template else []
        own = [limit.component for limit in self._content.limits]
        boxes = (partial(self._add_box, code) for code in dict.fromkeys([*suggested, *own]))
        self.steps.first(*boxes, self._limits_to_add)

    def _limits_to_add(self) -> None:
        self._more = choice((tr("Add limits for …"), ""))
        for part in COMPONENTS:
            if part.code not in self.boxes:
                self._more.addItem(component_name(part.code), part.code)
        self._more.setObjectName("limits_add")
        self._more.setAccessibleName(tr("Add limits for a measurement"))
        self._more.activated.connect(lambda _at: self._add_limits())
        self._column.addWidget(self._more)
        self._count()

    def _add_box(self, component: str) -> LimitBox:
        sources = [
            each.source
            for each in (self._template.limits if self._template else ())
            if each.component == component
        ]
        box = LimitBox(component, self._content.limits, sources[0] if sources else "")
        box.changed.connect(self._take_limits)
        box.unfinished.connect(self._open_end)
        self.boxes[component] = box
        self._box_list.addWidget(box)
        return box

    def _add_limits(self) -> None:
        component = self._more.currentData()
        if component:
            self._more.removeItem(self._more.currentIndex())
            self._more.setCurrentIndex(0)
            self._add_box(component).open()

    def _take_limits(self, component: str, limits: tuple[Limit, ...]) -> None:
        content = editing.with_limits(self._content, component, limits)
        self.boxes[component].show_limits(content.limits)
        if content != self._content:
            self._tell(content)
            self._count()

    def _open_end(self, component: str, is_open: bool) -> None:
        (self._open_ends.add if is_open else self._open_ends.discard)(component)

    def _count(self) -> None:
        """Asks what the limits would have given on own readings."""
        plans, session = self._context.station.plans, self._context.session
        job = partial(plans.counts, session, self._patient, self._content.limits)
        self._context.bridge.ask(self, job, self._counted)

    def _counted(self, counts: dict[str, Counts]) -> None:
        for component, box in self.boxes.items():
            found = counts.get(component)
            words = counts_text(found) if found else ""
            box.show_gave(tr("30 days: {counts}", counts=words) if words else "")

    # ------------------------------------------------------------------------------ rules

    def _rules(self) -> None:
        self._column.addWidget(label(tr("Rules"), "subheading"))
        self.rules = RuleList(self._content, self._template, scores_in(self._content))
        self.rules.setObjectName("plan_rules")
        self.rules.edited.connect(self._tell)
        self._column.addWidget(self.rules)
        self.steps.first(*self.rules.parts())

    def _ask_forms(self) -> None:
        """Asks what the forms in use offer: scores to judge, and answering to agree on."""
        station, session = self._context.station, self._context.session
        self._context.bridge.ask(
            self, partial(form_offers, station.forms, session), self._offer_forms
        )

    def _offer_forms(self, offers: FormOffers) -> None:
        self.schedule.offer_kinds(offers.answered)
        if self.rules is not None:
            self.rules.offer_scores(offers.scores)
        for code in offers.scores:
            if code not in self.boxes and self._more.findData(code) < 0:
                self._more.addItem(component_name(code), code)

    # -------------------------------------------------------------------- the other parts

    def _schedule(self) -> None:
        self._column.addWidget(label(tr("Measuring plan"), "subheading"))
        self.schedule = ScheduleEditor(self._content.schedule)
        self.schedule.changed.connect(self._take_schedule)
        self._column.addWidget(self.schedule)
        self.steps.first(*self.schedule.parts())

    def _take_schedule(self, items: tuple[ScheduleItem, ...]) -> None:
        self._tell(replace(self._content, schedule=items))

    def _medicines(self) -> None:
        prompt = self._template.medication_prompt if self._template else ""
        self._medication = note_input(lines=3)
        self._medication.setObjectName("plan_medication")
        self._medication.setPlainText(self._content.medication)
        self._medication.textChanged.connect(
            lambda: self._tell(replace(self._content, medication=self._medication.toPlainText()))
        )
        self._column.addWidget(field(tr("Medicines when worse"), self._medication, prompt))

    def _further(self) -> None:
        theme = current()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(4))
        shown = shown_day(self._content.review_on)
        self._review = DayField(tr("To be reviewed"), shown, "plan_review")
        self._review.line.editingFinished.connect(self._reviewed)
        origin = text_input(longest=200)
        origin.setObjectName("plan_origin")
        origin.setText(self._content.origin)
        origin.textEdited.connect(
            lambda text: self._tell(replace(self._content, origin=text.strip()))
        )
        help_text = tr("If it comes from a hospital or another service")
        grid.addWidget(self._review, 0, 0)
        grid.addWidget(field(tr("Made by"), origin, help_text), 0, 1)
        grid.setColumnStretch(1, 1)
        holder = QWidget()
        holder.setLayout(grid)
        self._column.addWidget(holder)
        self._column.addStretch(1)

    def _reviewed(self) -> None:
        text, found = self._review.line.text(), self._review.day
        self._wrong_review = bool(text.strip()) and found is None
        wrong = tr("This is not a date. Write it as 07.03.1948.") if self._wrong_review else ""
        self._review.set_wrong(wrong)
        if not self._wrong_review:
            self._tell(replace(self._content, review_on=found.isoformat() if found else ""))

    def _tell(self, content: PlanContent) -> None:
        limits = self._content.limits
        self._content = content
        if self.rules is not None and limits != content.limits:
            self.rules.take(content)
        self.edited.emit(content)


def scores_in(content: PlanContent) -> tuple[str, ...]:
    """The form scores that the plan's limits and rules speak of already."""
    named = [limit.component for limit in content.limits]
    for rule in content.rules:
        parts = rule.conditions if isinstance(rule, Combination) else (rule,)
        named += [part.component for part in parts]
    return tuple(code for code in dict.fromkeys(named) if is_dotted(code))
