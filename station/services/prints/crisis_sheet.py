"""The crisis plan on paper: levels and headings with the patient's own words, and no numbers."""

from station.core.i18n import N_, tr
from station.printing.documents import Approval, Section, Zone, ZoneField
from station.rules.limits import Level
from station.rules.plans import PlanContent, PlanStatus
from station.rules.plans import Zone as PlanZone
from station.services.prints.sheet_lines import printed_lines

FIRST = frozenset({"triggers", "early"})
"""The sections that stand before the levels: they come before in life as well."""
BOXED = frozenset({"contacts"})
TITLE = N_("My crisis plan")
STATUSES = {
    PlanStatus.DRAFT: N_("DRAFT, NOT AGREED YET"),
    PlanStatus.APPROVED: "",
    PlanStatus.REPLACED: N_("REPLACED, NOT IN FORCE ANY MORE"),
}
_ZONES = {Level.GREEN: Zone.GREEN, Level.YELLOW: Zone.YELLOW, Level.RED: Zone.RED}
_FEELINGS = {
    Level.GREEN: N_("I notice it, and manage by myself"),
    Level.YELLOW: N_("It is getting hard, and I need somebody"),
    Level.RED: N_("I need help now"),
}


def level_heading(level: Level) -> str:
    """Word a level of a crisis plan: Nivå 1, 2 or 3."""
    return tr("Level {number}", number=int(level) + 1)


def levels(content: PlanContent) -> tuple[ZoneField, ...]:
    """Give the levels that the patient wants; one without a line is left out."""
    fields = (_level(zone) for zone in content.zones)
    return tuple(each for each in fields if each.signs or each.measures)


def sections(content: PlanContent, *, first: bool) -> tuple[Section, ...]:
    """Give the further parts, those before the levels or those after; empty ones are left out."""
    found = (
        Section(section.heading, printed_lines(section.lines), section.id in BOXED)
        for section in content.sections
        if (section.id in FIRST) is first
    )
    return tuple(section for section in found if section.items)


def to_sign() -> Approval:
    """What is signed together: no doctor decides on the patient's own words."""
    return Approval(lines=(tr("Date"), tr("Me (signature)"), tr("My contact (signature)")))


def _level(zone: PlanZone) -> ZoneField:
    return ZoneField(
        _ZONES[zone.level],
        level_heading(zone.level).upper(),
        tr(_FEELINGS[zone.level]),
        printed_lines(zone.signs),
        printed_lines(zone.measures),
    )
