"""Going through a plan: every line says whose words stand, and nothing is lost."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from station.rules import editing
from station.rules.editing import SPOTS, Place, Spot
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import Line, LineState, PlanContent, Section, Zone
from station.rules.rulebook import Change

TEXTS = {"a": "Jeg puster som vanlig.", "b": "Jeg ringer.", "c": "Jeg går tur."}
GREEN = Spot(Place.SIGNS, Level.GREEN)
CONTENT = PlanContent(
    "kols",
    "nb",
    zones=(Zone(Level.GREEN, (Line("a", TEXTS["a"]),), (Line("b", TEXTS["b"]),)),),
    preventive=(Line("c", TEXTS["c"]),),
)


def line(content: PlanContent, line_id: str) -> Line:
    return next(each for each in content.lines() if each.id == line_id)


def test_a_proposal_is_kept_changed_or_removed() -> None:
    assert line(editing.keep(CONTENT, "a", TEXTS), "a").state is LineState.KEPT
    changed = editing.change(CONTENT, "b", " Jeg ringer Kari. ", TEXTS)
    assert line(changed, "b") == Line("b", "Jeg ringer Kari.", LineState.CHANGED)
    assert line(editing.change(changed, "b", TEXTS["b"], TEXTS), "b").state is LineState.KEPT
    assert line(editing.remove(CONTENT, "c"), "c").state is LineState.REMOVED


def test_a_removed_line_comes_back_as_what_it_was() -> None:
    changed = editing.change(CONTENT, "b", "Jeg ringer Kari.", TEXTS)
    back = editing.keep(editing.remove(changed, "b"), "b", TEXTS)
    assert line(back, "b") == Line("b", "Jeg ringer Kari.", LineState.CHANGED)


def test_an_own_line_stands_after_the_one_it_was_written_under_or_last() -> None:
    own = Line("own.1", "Jeg synger.")
    after = editing.add(CONTENT, GREEN, own, "a")
    assert [each.id for each in editing.lines_at(after, GREEN)] == ["a", "own.1"]
    assert line(after, "own.1").state is LineState.OWN
    assert line(editing.keep(after, "own.1", TEXTS), "own.1").state is LineState.OWN
    last = editing.add(CONTENT, Spot(Place.PREVENTIVE), own)
    assert [each.id for each in last.preventive] == ["c", "own.1"]
    assert editing.drop(after, "own.1") == CONTENT
    assert editing.drop(CONTENT, "unknown") == CONTENT


def test_a_zone_that_the_plan_lacks_is_made_in_its_place() -> None:
    spot = Spot(Place.MEASURES, Level.RED)
    assert editing.lines_at(CONTENT, spot) == ()
    made = editing.add(CONTENT, spot, Line("own.1", "Jeg ringer 113."))
    assert [zone.level for zone in made.zones] == [Level.GREEN, Level.RED]
    assert [each.text for each in editing.lines_at(made, spot)] == ["Jeg ringer 113."]


def test_the_limits_of_one_component_are_replaced_where_they_stood() -> None:
    spo2 = Limit("spo2", Level.RED, Side.LOW, Operator.BELOW, 86)
    pulse = Limit("pulse", Level.RED, Side.HIGH, Operator.ABOVE, 120)
    both = editing.with_limits(editing.with_limits(CONTENT, "spo2", [spo2]), "pulse", [pulse])
    assert both.limits == (spo2, pulse)
    lower = Limit("spo2", Level.RED, Side.LOW, Operator.BELOW, 85)
    assert editing.with_limits(both, "spo2", [lower]).limits == (lower, pulse)
    assert editing.with_limits(both, "spo2", []).limits == (pulse,)


@given(st.lists(st.tuples(st.sampled_from("krcx"), st.sampled_from("abc")), max_size=20))
def test_every_line_that_was_touched_counts_as_gone_through_and_none_is_lost(
    edits: list[tuple[str, str]],
) -> None:
    content = CONTENT
    for what, line_id in edits:
        match what:
            case "k":
                content = editing.keep(content, line_id, TEXTS)
            case "r":
                content = editing.remove(content, line_id)
            case _:
                content = editing.change(content, line_id, f"{line_id}{what}", TEXTS)
    assert editing.gone_through(content) == (len({line_id for _, line_id in edits}), 3)
    assert [each.id for each in content.lines()] == ["a", "b", "c"]
    assert [each for spot in SPOTS for each in editing.lines_at(content, spot)] == [
        *content.lines()
    ]


CALM = Section("calm", "Slik vil jeg bli møtt", (Line("d", "Snakk rolig."),))
FURTHER = replace(CONTENT, sections=(CALM, Section("help", "Hva hjelper ikke")))


def test_lines_of_further_parts_are_gone_through_as_all_others() -> None:
    spots = editing.spots_of(FURTHER)
    assert spots[: len(SPOTS)] == SPOTS
    calm, help_ = spots[len(SPOTS) :]
    assert (calm.section, calm.heading) == ("calm", CALM.heading)
    assert editing.lines_at(FURTHER, calm) == CALM.lines
    assert editing.lines_at(FURTHER, replace(calm, section="gone")) == ()
    kept = editing.keep(FURTHER, "d", {"d": "Snakk rolig."})
    assert line(kept, "d").state is LineState.KEPT
    own = Line("own.1", "Gi meg tid.")
    added = editing.add(FURTHER, help_, own)
    assert [each.text for each in added.sections[1].lines] == ["Gi meg tid."]
    assert added.sections[0] == CALM
    assert editing.drop(added, "own.1") == FURTHER


RISE = Change("weight", Level.YELLOW, Side.HIGH, 2, 3)
FALL = Change("weight", Level.YELLOW, Side.LOW, 2, 3)


def test_a_rule_is_put_in_place_of_another_or_last() -> None:
    one = editing.put_rule(CONTENT, RISE)
    assert one.rules == (RISE,)
    assert editing.put_rule(one, RISE) == one
    both = editing.put_rule(one, FALL)
    assert both.rules == (RISE, FALL)
    steeper = replace(RISE, by=1)
    assert editing.put_rule(both, steeper, RISE).rules == (steeper, FALL)
    assert editing.put_rule(both, FALL, RISE).rules == (FALL,)
    assert editing.drop_rule(both, RISE).rules == (FALL,)
    assert editing.with_rules(both, ()).rules == ()
