"""The words of the builder: where a version stands, what a part is called, kinds and levels."""

from datetime import date

from station.core.formats import day, when
from station.core.i18n import N_, ntr, tr
from station.rules.form_checks import FormFault, fault_text
from station.rules.forms import Comparison, Form, FormStatus, Item, ItemKind, Total
from station.rules.limits import Level
from station.services.forms.forms import FormRow

LANGUAGE_NAMES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
KINDS = {
    ItemKind.CHOICE: N_("Choice"),
    ItemKind.SCALE: N_("Scale from 0 to 10"),
    ItemKind.NUMBER: N_("Number"),
    ItemKind.TEXT: N_("Text"),
}
COMPARISONS = {
    Comparison.IS: N_("is"),
    Comparison.IS_NOT: N_("is not"),
    Comparison.AT_LEAST: N_("is at least"),
    Comparison.AT_MOST: N_("is at most"),
}
LEVELS = {
    None: N_("no zone"),
    Level.GREEN: N_("Green"),
    Level.YELLOW: N_("Yellow"),
    Level.RED: N_("Red"),
}
_STATES = {
    FormStatus.DRAFT: ("○", N_("Draft")),
    FormStatus.OFFERED: ("○", N_("Not taken into use yet")),
    FormStatus.IN_USE: ("●", N_("In use")),
    FormStatus.REPLACED: ("–", N_("Replaced")),
    FormStatus.RETIRED: ("–", N_("Retired")),
}


def state_words(row: FormRow) -> str:
    """How a version stands, with its sign: ● I bruk."""
    sign, words = _STATES[row.status]
    return f"{sign} {tr(words)}"


def version_words(row: FormRow) -> str:
    """Versjon 2 · fulgte med Stasjonen · 9 spørsmål."""
    origin = tr("came with Station") if row.shipped else tr("the municipality's own")
    asked = ntr("{n} question", "{n} questions", row.questions)
    return f"{tr('Version {number}', number=row.version)} · {origin} · {asked}"


def checked_words(row: FormRow, now: int) -> str:
    """Who has quality-checked the wording, and when; or when the version was begun."""
    if row.checked_by and row.checked_on:
        on = day(date.fromisoformat(row.checked_on))
        return tr("Wording checked by {who} on {day}", who=row.checked_by, day=on)
    if row.shipped:
        return ""
    return tr("Begun {when}", when=when(row.created_at, now))


def part_words(part: Item | Total, language: str) -> str:
    """What a part is called in a list; «…» while it has no words."""
    if isinstance(part, Item):
        return part.called(language) or "…"
    return part.name.said(language) or "…"


def fault_words(form: Form, fault: FormFault, language: str) -> str:
    """What is wrong, with the words of the part in place of its code."""
    parts: tuple[Item | Total, ...] = (*form.items, *form.totals)
    part = next((each for each in parts if each.code == fault.item), None)
    said = fault_text(fault)
    if part is None:
        return said.replace("«»", f"«{form.title.said(language)}»")
    at = form.items.index(part) + 1 if isinstance(part, Item) else 0
    named = f"{at}. {part_words(part, language)}" if at else part_words(part, language)
    return said.replace(f"«{fault.item}»", f"«{named}»")
