"""The words of templates on the screen: places, states, faults and differences."""

from datetime import date

from station.core.formats import day, when
from station.core.i18n import N_, tr
from station.rules.template_sets import NUMBERS, Fault, Faulty, TemplateSet, everything, level_at
from station.rules.wording import level_word
from station.rules.wording_values import component_name
from station.services.plans.templates import DRAFT, IN_USE, OwnTemplate, TemplateLine

LANGUAGE_NAMES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
_PLACES = {
    "name": N_("Name"),
    "goal": N_("Questions about the goal"),
    "preventive": N_("What prevents"),
    "medication": N_("What the doctor is asked for"),
    NUMBERS: N_("Limits and rules"),
}
_PARTS = {"signs": N_("How I notice it"), "measures": N_("What I do")}
_STATES = {DRAFT: N_("Draft"), IN_USE: N_("In use")}
_FAULTS = {
    Fault.LANGUAGE_MISSING: N_("{language} is missing. Every plan must exist in it."),
    Fault.DIFFERENT_LINES: N_("{language} does not have the same lines as the others."),
    Fault.EMPTY_LINE: N_("{place} has a line without words in {language}."),
    Fault.TWICE: N_("{place} has a line that stands in the template already."),
    Fault.EMPTY_LEVEL: N_("{place}: the level has no lines."),
    Fault.NO_SOURCE: N_("{what} has no source. Write where the number comes from."),
    Fault.LIMITS: N_("The limits of {what} contradict each other or lie outside what is possible."),
}


def place_words(content: TemplateSet, where: str, *, crisis: bool) -> str:
    """Where in the template a line stands: Gul · Slik merker jeg det."""
    if where in _PLACES:
        return tr(_PLACES[where])
    kind, _, rest = where.partition(".")
    if kind == "section":
        return next((x.heading for x in content.first.sections if x.id == rest), rest)
    if kind == "heading":
        return tr("Heading")
    level = level_at(where)
    if level is None:
        return where
    named = tr("Level {number}", number=int(level) + 1) if crisis else level_word(level)
    return f"{named} · {tr(_PARTS[where.rsplit('.', 1)[1]])}"


def fault_words(content: TemplateSet, found: Faulty) -> str:
    """What keeps a template from being taken into use, in a sentence."""
    crisis = content.first.type == "crisis"
    return tr(
        _FAULTS[found.fault],
        language=LANGUAGE_NAMES.get(found.language, found.language),
        place=place_words(content, found.where, crisis=crisis),
        what=component_name(found.line) if found.line else "",
    )


def state_words(row: OwnTemplate | None, now: int) -> str:
    """How a version stands, with a shape: ● I bruk siden i går 10:12."""
    if row is None:
        return tr("As shipped with Station")
    if row.status == DRAFT:
        return "○ " + tr(
            "Draft, begun {when} by {who}",
            when=when(row.created_at, now),
            who=row.created_by or "–",
        )
    words = tr(
        "taken into use {when} by {who}",
        when=when(row.decided_at or 0, now),
        who=row.decided_by or "–",
    )
    sign = "● " + tr(_STATES[IN_USE]) if row.status == IN_USE else "– " + tr("Replaced")
    return f"{sign} · {words}"


def checked_words(row: OwnTemplate) -> str:
    """Who read the wording, and when."""
    if not row.checked_by:
        return ""
    words = tr(
        "Wording read by {who} on {day}",
        who=row.checked_by,
        day=day(date.fromisoformat(row.checked_on)),
    )
    return f"{words}. {row.note}" if row.note else words


def version_words(row: OwnTemplate | None) -> str:
    """Versjon 2, or the shipped one."""
    return tr("Version {number}", number=row.version) if row else tr("As shipped with Station")


def line_words(line: TemplateLine) -> str:
    """What is in use of a template, below its name in the list."""
    used = (
        "● " + tr("Version {number}", number=line.in_use.version)
        if line.in_use
        else tr("As shipped with Station")
    )
    return f"{used} · ○ {tr('Draft')}" if line.draft else used


def rows_of(content: TemplateSet) -> list[tuple[str, str]]:
    """Every line as (place, id), with a heading (place, "") before each place's own lines."""
    found = []
    for where, lines in everything(content.first).items():
        found.append((where, ""))
        found += [(where, line.id) for line in lines]
    return found
