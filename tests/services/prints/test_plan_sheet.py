"""The sheet of a plan: worded in its own language, said the same as by the engine."""

from dataclasses import replace

import pytest

from station.core import i18n
from station.core.settings import Profile
from station.models.queries.readings import TrendPoint
from station.printing.documents import PlanDocument
from station.rules.counts import Counts
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import PlanContent, PlanStatus, PlanVersion, ScheduleItem, Zone
from station.rules.rulebook import Change
from station.services.plans.values import VersionRow
from station.services.prints.limits_box import counts_text
from station.services.prints.plan_sheet import (
    Person,
    SheetFacts,
    TrendFacts,
    code_of,
    main_component,
    plan_document,
    schedule_text,
)
from tests.plan_office import DAY, LIMITS

NOW = 1_795_161_600_000
CONTENT = PlanContent("kols", "nb", zones=tuple(Zone(level) for level in Level), limits=LIMITS[:2])
ELG = Person("Rask Elg", "", "Kols", "nb")


def version(content: PlanContent) -> VersionRow:
    made = PlanVersion("ab12" * 8, "p", "e", 3, PlanStatus.DRAFT, content, NOW, "MK")
    return VersionRow(made, "cd34" * 16, "", "", None)


def sheet(content: PlanContent = CONTENT, facts: SheetFacts | None = None) -> PlanDocument:
    found = facts or SheetFacts(("spo2",))
    return plan_document(version(content), ELG, Profile("Fjellsund"), NOW, found)


def points(*values: float | None) -> list[TrendPoint]:
    return [
        TrendPoint(str(at), NOW - at * DAY, value, 80.0, "", "", confirmed=True)
        for at, value in enumerate(values)
    ]


def test_the_code_finds_the_version_and_names_nobody() -> None:
    assert code_of(version(CONTENT)) == "AB12-CD34-V3"


def test_screen_and_print_say_the_limit_as_the_engine_reads_it() -> None:
    # ALERT-05: the operator is part of the words.
    below = sheet().zones[2].signs
    assert [str(each) for each in below] == ["SpO₂ under 86 %."]
    at_most = Limit("spo2", Level.RED, Side.LOW, Operator.AT_MOST, 86)
    said = sheet(replace(CONTENT, limits=(at_most,))).zones
    assert [str(each) for each in said[2].signs] == ["SpO₂ 86 % eller mindre."]
    assert [str(each) for each in said[0].signs] == ["SpO₂ over 86 %."]


def test_a_limit_on_one_side_leaves_the_green_sentence_to_that_side() -> None:
    assert [str(each) for each in sheet().zones[0].signs] == ["SpO₂ 89 % eller mer."]
    assert sheet(replace(CONTENT, limits=())).zones[0].signs == ()


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (range(7), "SpO₂ hver dag før kl. 10:00"),
        ((4, 0), "SpO₂ mandag, fredag før kl. 10:00"),
    ],
)
def test_the_measuring_plan_is_said_by_its_days(days: range | tuple[int, ...], text: str) -> None:
    with i18n.speaking("nb"):
        assert schedule_text(ScheduleItem("spo2", tuple(days), "10:00")) == text


@pytest.mark.parametrize(
    ("counts", "text"),
    [
        (Counts(13, 91, 13, 2, 1), "2 gule dager · 1 rød dag"),
        (Counts(13, 91, 13, 0, 0), "0 gule dager · 0 røde dager"),
        (Counts(0, None, 0, 0, 0), "ingen målinger"),
    ],
)
def test_days_are_counted_in_words(counts: Counts, text: str) -> None:
    with i18n.speaking("nb"):
        assert counts_text(counts) == text


def test_a_telephone_that_is_not_known_is_left_out() -> None:
    assert [each.number for each in sheet().phones] == ["116 117", "113"]


def test_failed_measurements_are_no_points_and_names_keep_apart() -> None:
    trend = TrendFacts("spo2", points(85, 93, None, 91), DAY)
    series = sheet(facts=SheetFacts(("spo2",), {}, trend)).trend
    assert series is not None
    assert [point.value for point in series.points] == [85, 93, 91]
    # 85 would stand on top of the limit's own 86.
    assert [tick.text for tick in series.scale] == ["93"]
    assert [limit.text for limit in series.limits] == ["86", "89"]


def test_the_lower_pressure_is_drawn_by_its_own_number() -> None:
    trend = TrendFacts("dia", points(120, 130), DAY)
    series = sheet(facts=SheetFacts((), {}, trend)).trend
    assert series is not None
    assert [point.value for point in series.points] == [80, 80]


@pytest.mark.parametrize(
    ("content", "component"),
    [
        (CONTENT, "spo2"),
        (replace(CONTENT, limits=(), schedule=(ScheduleItem("bp", (0,), "10:00"),)), "sys"),
        (replace(CONTENT, limits=()), None),
    ],
)
def test_the_trend_is_of_the_first_limit_or_the_first_agreement(
    content: PlanContent, component: str | None
) -> None:
    assert main_component(content) == component


def test_a_rule_is_said_in_the_zone_of_its_level() -> None:
    rising = Change("weight", Level.YELLOW, Side.HIGH, 2.0, 3)
    green, yellow, red = sheet(replace(CONTENT, limits=(), rules=(rising,))).zones
    assert [str(each) for each in yellow.signs] == ["Vekt opp 2,0 kg eller mer på 3 døgn."]
    assert (green.signs, red.signs) == ((), ())
