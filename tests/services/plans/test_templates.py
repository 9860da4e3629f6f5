"""The municipality's own templates: written, checked, taken into use, and left again."""

from dataclasses import replace

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Actor, Database
from station.rules.template_sets import Fault, TemplateSet, added, reworded
from station.services.plans.plans import Plans
from station.services.plans.template_files import TEMPLATES, shipped
from station.services.plans.templates import DRAFT, IN_USE, REPLACED, Checked, Templates
from station.services.record import Record
from tests.patients import registered
from tests.plan_office import NURSE, OTHER

SUBSTITUTE = replace(OTHER, role="substitute")
WHERE, LINE = "zone.1.signs", "kols.yellow.sign.breath"
CHECKED = Checked("Lun Hylle, brukerrepresentant", "2026-11-20", "Lest høyt i møtet.")


@pytest.fixture
def record(database: Database, clock: FixedClock) -> Record:
    return Record(Bus(), clock, database)


@pytest.fixture
def templates(record: Record) -> Templates:
    return Templates(record)


def worded(content: TemplateSet, text: str = "Jeg puster tyngre.") -> TemplateSet:
    return reworded(content, "nb", WHERE, LINE, text)


def in_use(templates: Templates, text: str = "Jeg puster tyngre.", based_on: str = "") -> str:
    """Write a version of the kols template with one line of our own, and take it into use."""
    draft = templates.begin(NURSE, "kols", based_on)
    page = templates.open(NURSE, "kols", draft)
    assert page.row is not None
    before = templates.save(NURSE, draft, worded(page.content, text), page.row.content_hash)
    assert templates.take_into_use(NURSE, draft, CHECKED, before) == ()
    return draft


def sign(record: Record, patient_id: str) -> tuple[str, int]:
    """The reworded line as a new plan says it, and the template's version."""
    plans = Plans(record)
    version = plans.start_draft(NURSE, patient_id, "kols", "nb")
    content = plans.open(NURSE, version).version.content
    plans.drop_draft(NURSE, version)
    line = next(line for line in content.lines() if line.id == LINE)
    return line.text, content.template_version


def test_everything_is_as_shipped_to_begin_with(templates: Templates) -> None:
    rows = templates.listing(NURSE)
    assert [row.code for row in rows] == list(TEMPLATES)
    assert {(row.in_use, row.draft, row.versions) for row in rows} == {(None, None, 0)}
    assert rows[0].name == "Kols"
    assert templates.listing(replace(NURSE, language="nn"))[-1].name == "Krisemeistringsplan"
    page = templates.open(NURSE, "kols")
    assert (page.row, page.content) == (None, shipped("kols"))
    with pytest.raises(Trouble, match="template_unknown"):
        templates.open(NURSE, "migrene")


def test_new_plans_begin_from_the_version_in_use_and_old_ones_stay(
    templates: Templates, record: Record, database: Database, actor: Actor
) -> None:
    elg = registered(database, actor)
    plans = Plans(record)
    version = plans.start_draft(NURSE, elg, "kols", "nb")
    old = plans.open(NURSE, version).version.content
    in_use(templates)
    assert plans.open(NURSE, version).version.content == old
    # Its words are still found by the version that it was begun from, in nynorsk too.
    assert plans.template_of(old).version == 0
    assert plans.spoken(plans.spoken(old, "nn"), "nb") == old
    plans.drop_draft(NURSE, version)
    assert sign(record, elg) == ("Jeg puster tyngre.", 1)
    assert plans.templates("nb")[0] == ("kols", "Kols")


def test_one_version_follows_another_and_the_shipped_one_comes_back(
    templates: Templates, record: Record, database: Database, actor: Actor
) -> None:
    elg = registered(database, actor)
    first = in_use(templates)
    second = in_use(templates, "Jeg puster mye tyngre.", first)
    states = [(row.version, row.status) for row in templates.versions(NURSE, "kols")]
    assert states == [(2, IN_USE), (1, REPLACED)]
    assert sign(record, elg) == ("Jeg puster mye tyngre.", 2)
    (changed,) = templates.compare(NURSE, "kols", first, second)
    assert (changed.before, changed.after) == ("Jeg puster tyngre.", "Jeg puster mye tyngre.")
    row = templates.listing(NURSE)[0]
    assert row.in_use is not None
    assert (row.in_use.checked_by, row.in_use.checked_on) == (CHECKED.by, CHECKED.on)
    assert templates.back_to_shipped(NURSE, "kols")
    assert not templates.back_to_shipped(NURSE, "kols")
    assert sign(record, elg) == ("Jeg er mer tungpust enn vanlig.", 0)
    assert templates.listing(NURSE)[0].in_use is None
    # A plan that was begun from a version that is replaced still finds its words.
    own = Plans(record).template("kols", "nb", 1)
    assert next(line.text for line in own.lines() if line.id == LINE) == "Jeg puster tyngre."


def test_nothing_is_taken_into_use_unread_or_unfinished(templates: Templates) -> None:
    draft = templates.begin(NURSE, "kols")
    assert templates.begin(NURSE, "kols") == draft
    page = templates.open(NURSE, "kols", draft)
    assert page.row is not None
    begun = added(page.content, WHERE, "own.1")
    before = templates.save(NURSE, draft, begun, page.row.content_hash)
    assert templates.open(NURSE, "kols", draft).content == begun
    for unread in (Checked("  ", "2026-11-20"), Checked("Lun", ""), Checked("Lun", "2126-01-01")):
        with pytest.raises(Trouble, match="template_unchecked"):
            templates.take_into_use(NURSE, draft, unread, before)
    wrong = templates.take_into_use(NURSE, draft, CHECKED, before)
    assert {each.fault for each in wrong} == {Fault.EMPTY_LINE}
    row = templates.listing(NURSE)[0]
    assert row.in_use is None
    assert row.draft is not None
    assert row.draft.status == DRAFT


def test_two_who_write_in_one_draft_do_not_write_over_each_other(templates: Templates) -> None:
    draft = templates.begin(NURSE, "kols")
    page = templates.open(NURSE, "kols", draft)
    assert page.row is not None
    before = page.row.content_hash
    after = templates.save(NURSE, draft, worded(page.content), before)
    with pytest.raises(Trouble, match="template_changed"):
        templates.save(OTHER, draft, page.content, before)
    with pytest.raises(Trouble, match="template_changed"):
        templates.take_into_use(OTHER, draft, CHECKED, before)
    assert templates.take_into_use(NURSE, draft, CHECKED, after) == ()
    with pytest.raises(Trouble, match="template_changed"):
        templates.save(NURSE, draft, page.content, after)
    with pytest.raises(Trouble, match="template_changed"):
        templates.take_into_use(NURSE, draft, CHECKED, after)


def test_a_draft_goes_and_what_was_in_use_is_kept(templates: Templates, database: Database) -> None:
    draft = templates.begin(NURSE, "palliasjon")
    templates.drop(NURSE, draft)
    with pytest.raises(Trouble, match="template_gone"):
        templates.open(NURSE, "palliasjon", draft)
    first = in_use(templates)
    with pytest.raises(Trouble, match="template_decided"):
        templates.drop(NURSE, first)
    with database.read() as reader:
        rows = reader.raw(
            "SELECT action FROM audit WHERE subject_kind = 'plan_template' ORDER BY seq"
        )
    assert [row[0] for row in rows] == [
        "template_begun",
        "template_dropped",
        "template_begun",
        "template_saved",
        "template_in_use",
    ]


def test_a_stored_template_that_cannot_be_read_says_so(
    templates: Templates, database: Database
) -> None:
    draft = templates.begin(NURSE, "kols")
    with database.read() as reader:
        reader.raw("UPDATE plan_templates SET content = '{' WHERE id = ?", (draft,))
        with pytest.raises(Trouble, match="template_unknown"):
            templates.open(NURSE, "kols", draft)


def test_a_template_that_there_is_not_says_so(record: Record) -> None:
    plans = Plans(record)
    for code, language, version in (("kols", "se", None), ("x", "nb", 0), ("kols", "nb", 7)):
        with pytest.raises(Trouble, match="template_unknown"):
            plans.template(code, language, version)


def test_a_substitute_may_read_templates_and_not_change_them(templates: Templates) -> None:
    assert templates.listing(SUBSTITUTE)
    with pytest.raises(Trouble, match="not_allowed"):
        templates.begin(SUBSTITUTE, "kols")
    with pytest.raises(Trouble, match="not_allowed"):
        templates.back_to_shipped(SUBSTITUTE, "kols")
