"""What summaries and sheets share: whom they are about, which plan decides, limits and trends."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from station.core.formats import day
from station.core.i18n import language, tr
from station.core.settings import PROFILE, Profile
from station.core.zone import day_of
from station.models.database import Reader
from station.models.queries import forms as form_queries
from station.models.queries import plans as plan_queries
from station.models.queries import readings as reading_queries
from station.models.queries import settings
from station.models.queries.patients import PatientRow
from station.printing.documents import Identity, ReportPart, Series, Table, Words, strong, words
from station.printing.fonts import lacking
from station.rules.force import Force, Reign
from station.rules.guardrails import limits_of
from station.rules.kinds import kind_of, place_of
from station.rules.limits import Level, Limit
from station.rules.plans import PlanContent
from station.rules.wording import (
    component_name,
    level_sign,
    level_word,
    limit_sentence,
)
from station.rules.wording_rules import rule_sentence
from station.services.footers import footer
from station.services.known import known_patient
from station.services.plans.values import decision_words
from station.services.prints.plan_sheet import TREND_DAYS, TrendFacts, trend_series
from station.services.readings.trends import agreed_kind, interval_of

DAY_MS = 86_400_000
MOST_NOTE = 160
"""Letters of a note on a summary; the whole of it stands in Station."""
_NATIONAL_NUMBER = re.compile(r"(?<!\d)\d{6}[ .\N{NO-BREAK SPACE}-]?\d{5}(?!\d)")
_HIDDEN = "•••••• •••••"
_SHARES = (0.2, 0.4, 0.4)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a print is about, and what decides: the plan in force, None where there is none.

    `readable` is False where one of the plans cannot be read; `now` is UTC milliseconds.
    """

    patient: PatientRow
    profile: Profile
    now: int
    reign: Reign | None
    readable: bool

    @property
    def content(self) -> PlanContent | None:
        """What the plan in force says."""
        return self.reign.version.content if self.reign else None

    @property
    def limits(self) -> tuple[Limit, ...]:
        """The limits in force."""
        return self.content.limits if self.content else ()


def profile_of(reader: Reader) -> Profile:
    """Give the municipality's profile; a print without one says so by a dash."""
    return PROFILE.or_default(settings.stored(reader)) or Profile("–")


def subject_of(reader: Reader, patient_id: str, now: int) -> Subject:
    """Give whom a print is about; Trouble `patient_unknown` if she is not in the register."""
    row = known_patient(reader, patient_id)
    versions, readable = plan_queries.readable(reader, patient_id)
    # Where one version cannot be read, nobody knows which of the others would decide.
    force = Force(each.version for each in versions if readable)
    return Subject(row, profile_of(reader), now, force.at(now), readable)


def identity_of(profile: Profile, now: int, title: str, subject: Subject | None = None) -> Identity:
    """Give who and what a print is about, in the language spoken; nobody's names nobody."""
    person = subject.patient if subject else None
    born = person.birth_date if person else ""
    return Identity(
        language=language(),
        municipality=profile.name,
        service=profile.service_name or tr("Digital home follow-up"),
        title=title,
        status="",
        person=f"{person.given_name} {person.family_name}".strip() if person else "",
        birth_date=(day(date.fromisoformat(born)) if born else "–") if person else "",
        diagnosis=person.diagnosis if person else "",
        version=str(subject.reign.version.number) if subject and subject.reign else "",
        code="",
        printed=day(now),
        footer=footer(profile),
    )


def noted(text: str, patient: PatientRow | None = None, most: int = MOST_NOTE) -> str:
    """Give what somebody wrote, fit for paper: no national number, no street of the patient's.

    Characters that the typeface lacks become question marks, so that a smiley in a note does not
    stop the print.
    """
    shown = _NATIONAL_NUMBER.sub(_HIDDEN, " ".join(text.split()))
    if patient is not None and (street := patient.address.strip()):
        shown = re.sub(re.escape(street), "•••", shown, flags=re.IGNORECASE)
    for mark in lacking(shown):
        shown = shown.replace(mark, "?")
    return shown if len(shown) <= most else f"{shown[:most].rstrip()} …"


def plan_line(subject: Subject) -> Words:
    """Say which plan decides and who approved it."""
    if not subject.readable:
        return words(tr("The plan cannot be read. Ask us before you rely on it."))
    if subject.reign is None:
        return words(tr("No plan yet."))
    version = subject.reign.version
    number = strong(tr("Plan, version {number}.", number=version.number))
    if not subject.reign.approved:
        return words(number, " ", tr("Not approved by the GP yet."))
    on = version.approved_on or day_of(subject.reign.start).isoformat()
    who = noted(version.approved_by, subject.patient)
    return words(number, " ", decision_words(who, day(date.fromisoformat(on)), version.channel))


def limits_part(subject: Subject) -> ReportPart:
    """Give the critical limits in a frame, with the plan they come from."""
    content, limits = subject.content, subject.limits
    lines = [plan_line(subject)]
    if content is not None and not limits:
        said = tr("A crisis plan has no limits.") if content.crisis else tr("No limits are agreed.")
        lines.append(words(said))
    rules = content.rules if content else ()
    lines += [words(strong(f"{_zone(r.level)}: "), f"{rule_sentence(r)}.") for r in rules]
    codes = dict.fromkeys(limit.component for limit in limits)
    rows = tuple((component_name(code), *_row(limits, code)) for code in codes)
    headings = (tr("Reading"), f"▲ {tr('Yellow')}", f"◆ {tr('Red')}")
    found = Table(headings, rows, _SHARES) if rows else None
    return ReportPart(tr("Critical limits"), tuple(lines), found, framed=True)


def charted(reader: Reader, subject: Subject, most: int) -> tuple[Series, ...]:
    """Give the trends of the plan's measures that there are readings of, at most so many."""
    codes = [limit.component for limit in subject.limits]
    if subject.content is not None:
        codes += [
            part.code for item in subject.content.schedule for part in kind_of(item.kind).components
        ]
    known = dict.fromkeys(code for code in codes if not code.endswith(".answered"))
    found = (_chart(reader, subject, code) for code in known)
    return tuple(islice((each for each in found if each is not None), most))


def _zone(level: Level) -> str:
    return f"{level_sign(level)} {level_word(level)}"


def _row(limits: Sequence[Limit], code: str) -> tuple[str, str]:
    own = limits_of(limits, code)
    cells = [
        "; ".join(limit_sentence(limit) for limit in own if limit.level is level) or "–"
        for level in (Level.YELLOW, Level.RED)
    ]
    return cells[0], cells[1]


def _chart(reader: Reader, subject: Subject, code: str) -> Series | None:
    """Give one component's trend with its limits, or None where there is no number to draw."""
    kind, now = place_of(code)[0].code, subject.now
    start, patient = now - TREND_DAYS * DAY_MS, subject.patient.id
    points = reading_queries.trend(reader, patient, kind, start, now + 1)
    if not any(point.value is not None for point in points):
        return None
    gaps = form_queries.gaps(reader, patient, start, now + 1).get(kind, ())
    schedule = subject.content.schedule if subject.content else ()
    interval = interval_of(schedule, agreed_kind(kind))
    return trend_series(TrendFacts(code, points, interval, gaps), subject.limits, now)
