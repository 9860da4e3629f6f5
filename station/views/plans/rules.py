"""The rules of a draft beside its limits: each as its sentence, changed in place, and proposals."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.rules import editing
from station.rules.plans import PlanContent
from station.rules.rule_guardrails import FaultyRule, check_rules
from station.rules.rulebook import PlanRule
from station.rules.templates import SuggestedRule
from station.rules.wording import level_sign, level_word
from station.rules.wording_entry import rule_fault_text
from station.rules.wording_rules import rule_sentence
from station.services.plans.values import Template
from station.views.plans.ruleform import (
    NEW_BASELINE,
    NEW_CHANGE,
    RuleForm,
    TypedRule,
    new_combination,
    rule_title,
    source_label,
)
from station.views.steps import let_go
from station.views.style import Card, appear, button, choice, current, label

_CHANGE, _BASELINE, _COMBINATION = "change", "baseline", "combination"


class RuleBox(Card):
    """One rule: its sentence, its source, what is wrong with it; «Change» opens its form.

    `changed` carries (the rule that stood, the new one), `removed` the rule, `unfinished` whether
    something typed is not taken.
    """

    changed = Signal(object, object)
    removed = Signal(object)
    unfinished = Signal(object, bool)

    def __init__(self, rule: PlanRule, source: str, scores: Sequence[str], at: int) -> None:
        super().__init__(margin=3)
        self.setObjectName(f"rule_{at}")
        self.rule, self.scores, self._at = rule, scores, at
        self.form: RuleForm | None = None
        top = QHBoxLayout()
        self._title = label("", "strong")
        top.addWidget(self._title)
        top.addStretch(1)
        self._turn = button(tr("Change"), kind="quiet")
        self._turn.setObjectName(f"change_rule_{at}")
        self._turn.clicked.connect(lambda _checked=False: self.toggle())
        away = button(tr("Remove"), kind="quiet")
        away.setObjectName(f"remove_rule_{at}")
        away.clicked.connect(lambda _checked=False: self.removed.emit(self.rule))
        top.addWidget(self._turn)
        top.addWidget(away)
        self.body.addLayout(top)
        self.said = label("", "body", wrap=True)
        self.said.setObjectName(f"rule_said_{at}")
        self._wrong = label("", "error", wrap=True)
        self._wrong.setObjectName(f"rule_wrong_{at}")
        for part in (self.said, self._wrong):
            self.body.addWidget(part)
        if source:
            self.body.addWidget(source_label(source))
        self._inner = QVBoxLayout()
        self.body.addLayout(self._inner)
        self.show_rule(rule)

    def show_rule(self, rule: PlanRule) -> None:
        """Says the rule."""
        self.rule = rule
        zone = f"{level_sign(rule.level)} {level_word(rule.level)}"
        self._title.setText(f"{zone} · {rule_title(rule)}")
        sentence = rule_sentence(rule)
        self.said.setText(f"{sentence} ({rule.reason})" if rule.reason else sentence)

    def show_wrong(self, words: str) -> None:
        """Says what is wrong; an empty text takes it away."""
        self._wrong.setText(words)
        self._wrong.setVisible(bool(words))

    def toggle(self) -> None:
        """Opens the form, or closes it."""
        if self.form is not None:
            self.form.look()
            let_go(self.form)
            self.form = None
            self._turn.set_words(tr("Change"))
            self.unfinished.emit(self, False)
            return
        self.form = RuleForm(self.rule, self.scores)
        self.form.checked.connect(self._take)
        self._inner.addWidget(self.form)
        self._turn.set_words(tr("Done"))
        self.form.begin()

    def open(self) -> None:
        """Opens the form and puts the cursor there."""
        if self.form is None:
            self.toggle()
        elif self.form is not None:
            self.form.begin()

    def _take(self, typed: TypedRule) -> None:
        if typed.rule is None:
            self.show_wrong(typed.wrong)
            self.unfinished.emit(self, True)
            return
        if typed.rule != self.rule:
            self.changed.emit(self.rule, typed.rule)
        else:
            self.unfinished.emit(self, False)


class RuleList(QWidget):
    """All rules of a draft; `edited` carries the content with the rules that are now in it.

    What guardrails refuse is not taken: the sentence stands beside it, and what stood there holds.
    """

    edited = Signal(object)

    def __init__(
        self, content: PlanContent, template: Template | None, scores: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self._content, self._scores = content, tuple(scores)
        self._offers = template.rules if template else ()
        self._open: set[RuleBox] = set()
        self.boxes: list[RuleBox] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(current().px(2))
        self._list, self._proposals = QVBoxLayout(), QVBoxLayout()
        for part in (self._list, self._proposals):
            part.setSpacing(current().px(2))
            self._column.addLayout(part)
        self._more = choice(
            (tr("Add a rule …"), ""),
            (tr("A change over some days"), _CHANGE),
            (tr("Away from the person's own normal"), _BASELINE),
            (tr("Several signs at once"), _COMBINATION),
        )
        self._more.setObjectName("rules_add")
        self._more.setAccessibleName(tr("Add a rule"))
        self._more.activated.connect(lambda _at: self._add())
        self._column.addWidget(self._more)
        self._cards: dict[int, Card] = {}

    def parts(self) -> list[Callable[[], object]]:
        """The steps that put the rules and the proposals in, one for each turn of the loop."""
        rules = [partial(self._put, rule) for rule in self._content.rules]
        places = range(len(self._offers))
        return [*rules, *(partial(self._put_offer, at) for at in places), self._check]

    @property
    def unfinished(self) -> str:
        """What is typed here and not taken, in a sentence."""
        for box in self.boxes:
            if box in self._open:
                return tr(
                    "{rule}: what is written is not taken yet, and what stood there still holds.",
                    rule=rule_title(box.rule),
                )
        return ""

    def take(self, content: PlanContent) -> None:
        """Takes in what was changed elsewhere on the screen: limits may cover a rule now."""
        self._content = editing.with_rules(content, self._content.rules)
        self._check()

    def offer_scores(self, scores: Sequence[str]) -> None:
        """Lets these scores of forms be chosen, in the forms that are opened from now on."""
        self._scores = tuple(dict.fromkeys((*self._scores, *scores)))
        for box in self.boxes:
            box.scores = self._scores

    def settle(self) -> None:
        """Checks what was typed just now."""
        for box in tuple(self.boxes):
            if box.form is not None:
                box.form.look()

    def go_to(self, faulty: Sequence[FaultyRule]) -> None:
        """Opens the rule that is wrong, or the one that is not finished."""
        wrong = [each.rule for each in faulty]
        for box in self.boxes:
            if box.rule in wrong or box in self._open:
                box.open()
                return

    def _add(self) -> None:
        wanted = str(self._more.currentData())
        self._more.setCurrentIndex(0)
        if wanted == _CHANGE:
            self._take_in(NEW_CHANGE).open()
        elif wanted == _BASELINE:
            self._take_in(NEW_BASELINE).open()
        elif wanted == _COMBINATION:
            self._take_in(new_combination()).open()

    def _take_in(self, rule: PlanRule) -> RuleBox:
        for known in self.boxes:
            if known.rule == rule:
                return known
        box = self._put(rule)
        self._tell(editing.put_rule(self._content, rule))
        return box

    def _put(self, rule: PlanRule) -> RuleBox:
        source = next((each.source for each in self._offers if each.rule == rule), "")
        box = RuleBox(rule, source, self._scores, len(self.boxes))
        box.changed.connect(partial(self._change, box))
        box.removed.connect(lambda _rule: self._remove(box))
        box.unfinished.connect(self._unfinished)
        self.boxes.append(box)
        self._list.addWidget(box)
        return box

    def _change(self, box: RuleBox, before: PlanRule, after: PlanRule) -> None:
        content = editing.put_rule(self._content, after, before)
        refused = self._faults(content).get(after, "")
        box.show_wrong(refused)
        self._unfinished(box, bool(refused))
        if not refused:
            box.show_rule(after)
            self._tell(content)

    def _remove(self, box: RuleBox) -> None:
        self.boxes.remove(box)
        self._open.discard(box)
        let_go(box)
        self._tell(editing.drop_rule(self._content, box.rule))

    def _unfinished(self, box: RuleBox, is_open: bool) -> None:
        (self._open.add if is_open else self._open.discard)(box)

    def _tell(self, content: PlanContent) -> None:
        self._content = content
        self._check()
        self.edited.emit(content)

    def _check(self) -> None:
        """Says what is wrong with the rules as they stand, and offers what is not among them."""
        wrong = self._faults(self._content)
        for box in self.boxes:
            if box not in self._open:
                box.show_wrong(wrong.get(box.rule, ""))
        for at in range(len(self._offers)):
            self._put_offer(at)

    def _put_offer(self, at: int) -> None:
        """Shows a proposal that is not among the rules, in its place."""
        offered = self._offers[at].rule not in self._content.rules
        if offered and at not in self._cards:
            self._cards[at] = self._offer(self._offers[at], at)
            self._proposals.insertWidget(sum(each < at for each in self._cards), self._cards[at])
        if at in self._cards:
            appear(self._cards[at], shown=offered)

    def _offer(self, offer: SuggestedRule, at: int) -> Card:
        """A rule that the template proposes: never taken in by itself."""
        card = Card(margin=3)
        card.setObjectName(f"rule_offer_{at}")
        row = QHBoxLayout()
        zone = f"{level_sign(offer.rule.level)} {level_word(offer.rule.level)}"
        row.addWidget(label(f"○ {tr('Proposal')} · {zone}", "muted"))
        row.addStretch(1)
        act = button(tr("Add"), kind="quiet")
        act.setObjectName(f"take_rule_{at}")
        act.setAccessibleName(f"{tr('Add')}: {rule_sentence(offer.rule)}")
        act.clicked.connect(lambda _checked=False: self._take_in(offer.rule))
        row.addWidget(act)
        card.body.addLayout(row)
        card.body.addWidget(label(rule_sentence(offer.rule), "body", wrap=True))
        card.body.addWidget(source_label(offer.source))
        return card

    def _faults(self, content: PlanContent) -> dict[PlanRule, str]:
        """The first sentence about every rule that is refused or in another's way."""
        found: dict[PlanRule, str] = {}
        for faulty in check_rules(content.rules, content.limits):
            found.setdefault(faulty.rule, _alone(faulty))
        return found


def _alone(faulty: FaultyRule) -> str:
    """The sentence without the rule's own, which stands above."""
    words = rule_fault_text(faulty).removeprefix(f"{rule_sentence(faulty.rule)}: ")
    return words[:1].upper() + words[1:]
