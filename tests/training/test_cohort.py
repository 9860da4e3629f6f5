"""The synthetic cohort: repeatable, whole, and what is planted is there to be found."""

from statistics import mean

from hypothesis import given, settings
from hypothesis import strategies as st

from station.training.cohort import DAYS, PEOPLE, Deterioration, Severity, cohort

SPELLS = st.builds(
    Deterioration,
    st.integers(0, 50),
    st.integers(1, 6),
    st.integers(0, 5),
    st.integers(1, 8),
    st.sampled_from(Severity),
)


def test_a_seed_gives_the_same_people_and_another_seed_others() -> None:
    assert cohort(1) == cohort(1)
    assert cohort(1) != cohort(2)
    assert len(cohort(1)) == sum(PEOPLE.values()) == 25


def test_readings_come_in_order_within_two_years_and_some_days_are_left_out() -> None:
    for person in cohort(1):
        assert list(person.made) == sorted(person.made)
        assert all(0 <= each.day < DAYS for each in person.made)
        days = {each.day for each in person.made}
        assert not days or DAYS * 0.9 < len(days) < DAYS


def test_somebody_with_a_crisis_plan_measures_nothing() -> None:
    crisis = [person for person in cohort(1) if person.diagnosis == "krisemestringsplan"]
    assert [(person.made, person.planted) for person in crisis] == [((), ())]


def test_a_severe_spell_of_kols_pulls_the_saturation_down_and_a_well_week_does_not() -> None:
    person = next(
        each
        for each in cohort(1)
        if each.diagnosis == "kols"
        and any(spell.severity is Severity.SEVERE for spell in each.planted)
    )
    spell = next(each for each in person.planted if each.severity is Severity.SEVERE)
    values = {each.day: each.value for each in person.made if each.kind == "spo2"}
    worst = range(spell.onset + spell.rise - 1, spell.onset + spell.rise + spell.stay)
    well = mean(value for day, value in values.items() if day < 30)
    assert min(values[day] for day in worst if day in values) < well - 5


@given(SPELLS, st.integers(-5, 80))
@settings(max_examples=200)
def test_a_spell_is_nothing_outside_its_days_and_whole_at_its_worst(
    spell: Deterioration, day: int
) -> None:
    share = spell.share(day)
    assert (0 < share <= 1) == (spell.onset <= day < spell.end)
    assert spell.share(spell.onset + spell.rise - 1) == 1
