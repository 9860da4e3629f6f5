"""The patient's plan in large print and in short lines: the plan's own words, set otherwise."""

from collections.abc import Sequence
from dataclasses import replace

from station.core.i18n import N_, speaking, tr
from station.printing.documents import (
    Approval,
    PlanDocument,
    Section,
    Shape,
    Words,
    ZoneField,
    strong,
    words,
)
from station.rules.guardrails import limits_of
from station.rules.limits import Level, Limit
from station.rules.plans import PlanContent
from station.rules.wording import component_name, green_phrase, level_word, limit_sentence
from station.rules.wording_rules import rule_sentence
from station.services.prints.plan_sheet import schedule_text
from station.services.prints.sheet_lines import printed_lines

__all__ = ["SHAPE_WORDS", "Shape", "limit_lines", "shaped"]

SHAPE_WORDS = {
    Shape.NORMAL: N_("As always"),
    Shape.LARGE: N_("Large print"),
    Shape.EASY: N_("Easy to read"),
}
"""What each shape is called where one is chosen."""


def shaped(content: PlanContent, document: PlanDocument, shape: Shape) -> PlanDocument:
    """Give a plan's document in another shape.

    Large print leaves out the table of limits and the trend: the zones say the same limits in
    words. The easy one has zones, numbers to ring, medicines when worse and measuring times alone.
    """
    if shape is Shape.NORMAL:
        return document
    made = replace(
        document,
        identity=replace(document.identity, large=True),
        limits=None,
        trend=None,
        period=None,
        shape=shape,
    )
    with speaking(document.identity.language):
        if not made.approval.text:
            made = replace(made, approval=Approval(text=tr("Not approved by the GP yet.")))
        return _easy(content, made) if shape is Shape.EASY else made


def limit_lines(limits: Sequence[Limit], level: Level) -> tuple[Words, ...]:
    """Say limits in a short line each: Måler du SpO₂ under 86 %: rød."""
    zone = level_word(level).lower()
    found = []
    for code in dict.fromkeys(limit.component for limit in limits):
        own = limits_of(limits, code)
        phrases = [limit_sentence(limit) for limit in own if limit.level is level]
        if level is Level.GREEN:
            phrases = [green_phrase(own, code)]
        found += [
            words(
                tr(
                    "If you measure {what} {limit}:",
                    what=_inside(component_name(code)),
                    limit=phrase,
                ),
                " ",
                strong(f"{zone}."),
            )
            for phrase in phrases
        ]
    return tuple(found)


def _inside(name: str) -> str:
    """A name within a sentence: puls, but SpO₂."""
    return name.lower() if name[1:].islower() else name


def _easy(content: PlanContent, document: PlanDocument) -> PlanDocument:
    zones = document.zones
    if not content.crisis:
        pairs = zip(document.zones, content.zones, strict=True)
        zones = tuple(_easy_zone(field, content, zone.level) for field, zone in pairs)
    return replace(
        document,
        goal=words(),
        zones=zones,
        sections=(*_times(content), *_medicines(content), *_contacts(content, document)),
        schedule=words(),
        review="",
    )


def _easy_zone(field: ZoneField, content: PlanContent, level: Level) -> ZoneField:
    own = next(zone for zone in content.zones if zone.level is level)
    rules = tuple(words(f"{rule_sentence(r)}.") for r in content.rules if r.level is level)
    return replace(
        field, signs=(*printed_lines(own.signs), *limit_lines(content.limits, level), *rules)
    )


def _times(content: PlanContent) -> tuple[Section, ...]:
    lines = tuple(words(f"{schedule_text(item)}.") for item in content.schedule)
    return (Section(tr("When I measure"), lines),) if lines else ()


def _medicines(content: PlanContent) -> tuple[Section, ...]:
    lines = tuple(words(line) for line in content.medication.splitlines() if line.strip())
    return (Section(tr("Medicines when worse"), lines),) if lines else ()


def _contacts(content: PlanContent, document: PlanDocument) -> tuple[Section, ...]:
    """Whom a crisis plan says to ring belongs to the telephone numbers."""
    return tuple(each for each in document.sections if each.boxed) if content.crisis else ()
