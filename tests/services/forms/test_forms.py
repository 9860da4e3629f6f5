"""Forms: which are in use, versions of one's own, and what nobody may change any more."""

from dataclasses import replace

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.models.queries import forms as queries
from station.rules.form_checks import FormWrong
from station.rules.forms import Form, FormStatus
from station.services.forms.forms import FormRow, Forms
from station.services.forms.stock import install, say, shipped
from station.services.record import Record
from tests.cohort import Cohort
from tests.forms_rules import FORM, said
from tests.intaking import NURSE

DAY = "2026-01-02"


@pytest.fixture
def forms(cohort: Cohort) -> Forms:
    return cohort.station.forms


def use(forms: Forms, cohort: Cohort, row: FormRow, form: Form) -> None:
    """Save a draft and take it into use."""
    forms.save_draft(cohort.session, row.code, row.version, form, row.content_hash)
    faults = forms.take_into_use(cohort.session, row.code, row.version, "Klok Ugle", DAY)
    assert faults == ()


def test_what_came_with_the_program_is_in_use_after_the_first_sign_in(
    forms: Forms, cohort: Cohort
) -> None:
    found = forms.in_use(cohort.session)
    assert {row.code for row in found} == {form.code for form in shipped()} - {"phq9"}
    assert all(row.shipped and row.version == 1 for row in found)
    offered = [row.code for row in forms.overview(cohort.session) if row not in found]
    assert offered == ["phq9"]


def test_a_file_without_a_sign_in_gets_its_forms_when_they_are_first_asked_for(
    database: Database, clock: FixedClock
) -> None:
    record = Record(Bus(), clock, database)
    assert len(Forms(record).overview(NURSE)) == len(shipped())
    with record.write(NURSE) as writer:
        assert install(writer) == ()
        writer.quiet()


def test_a_form_of_ones_own_from_title_to_use(forms: Forms, cohort: Cohort) -> None:
    row = forms.new(cohort.session, "Søvn og uro!", "nb")
    assert (row.code, row.status, row.shipped) == ("own_sovn_og_uro", FormStatus.DRAFT, False)
    assert forms.new(cohort.session, "Søvn og uro", "nb").code == "own_sovn_og_uro_2"
    empty = forms.take_into_use(cohort.session, row.code, 1, "Klok Ugle", DAY)
    assert [fault.wrong for fault in empty] == [FormWrong.EMPTY]
    use(forms, cohort, row, replace(FORM, languages=("nb",)))
    found = forms.form(cohort.session, row.code)
    assert (found.code, found.version, found.items) == (row.code, 1, FORM.items)
    seen = next(each for each in forms.in_use(cohort.session) if each.code == row.code)
    assert (seen.checked_by, seen.checked_on, seen.questions) == ("Klok Ugle", DAY, 4)


def test_the_next_version_replaces_and_the_old_one_stays(forms: Forms, cohort: Cohort) -> None:
    row = forms.next_version(cohort.session, "kols_daily", 1)
    assert forms.next_version(cohort.session, "kols_daily", 1) == row
    form = forms.form(cohort.session, "kols_daily", 2)
    use(forms, cohort, row, replace(form, items=form.items[:2]))
    statuses = [each for each in forms.overview(cohort.session) if each.code == "kols_daily"]
    assert [each.status for each in statuses] == [FormStatus.IN_USE, FormStatus.REPLACED]
    assert len(forms.form(cohort.session, "kols_daily").items) == 2
    assert len(forms.form(cohort.session, "kols_daily", 1).items) > 2
    with cohort.station.record.read() as reader:
        levels = queries.answer_levels(reader, "kols_daily.rescue")
        assert levels[2] > 0
        assert queries.answer_levels(reader, "spo2") == {}


def test_a_newer_shipped_form_is_offered_beside_ones_own(
    forms: Forms, cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = forms.next_version(cohort.session, "kols_daily", 1)
    use(forms, cohort, row, forms.form(cohort.session, "kols_daily", 2))
    newer = [
        replace(form, title=said("Ny")) for form in shipped() if form.code in ("kols_daily", "mmrc")
    ]
    monkeypatch.setattr("station.services.forms.stock.shipped", lambda: tuple(newer))
    with cohort.station.record.write(cohort.session) as writer:
        assert install(writer) == ("kols_daily", "mmrc")
        say(writer)
    found = {(each.code, each.version): each.status for each in forms.overview(cohort.session)}
    assert found["kols_daily", 3] is FormStatus.OFFERED
    assert found["kols_daily", 2] is FormStatus.IN_USE
    assert found["mmrc", 2] is FormStatus.IN_USE
    assert found["mmrc", 1] is FormStatus.REPLACED
    assert forms.take_into_use(cohort.session, "kols_daily", 3, "Klok Ugle", DAY) == ()


def test_a_form_that_is_retired_can_come_back(forms: Forms, cohort: Cohort) -> None:
    forms.retire(cohort.session, "mmrc")
    with pytest.raises(Trouble, match="form_unused"):
        forms.retire(cohort.session, "mmrc")
    with pytest.raises(Trouble, match="form_unknown"):
        forms.form(cohort.session, "mmrc")
    assert forms.take_into_use(cohort.session, "mmrc", 1, "Klok Ugle", DAY) == ()


def test_two_people_at_one_draft_lose_nothing(forms: Forms, cohort: Cohort) -> None:
    row = forms.new(cohort.session, "Uro", "nb")
    form = replace(FORM, languages=("nb",))
    forms.save_draft(cohort.session, row.code, 1, form, row.content_hash)
    with pytest.raises(Trouble, match="form_changed"):
        forms.save_draft(cohort.session, row.code, 1, form, row.content_hash)


def test_what_was_in_use_is_never_changed_nor_deleted(forms: Forms, cohort: Cohort) -> None:
    row = forms.in_use(cohort.session)[0]
    form = forms.form(cohort.session, row.code)
    with pytest.raises(Trouble, match="form_changed"):
        forms.save_draft(cohort.session, row.code, 1, form, row.content_hash)
    with pytest.raises(Trouble, match="form_decided"):
        forms.drop_draft(cohort.session, row.code, 1)
    with pytest.raises(Trouble, match="form_changed"):
        forms.take_into_use(cohort.session, row.code, 1, "Klok Ugle", DAY)


def test_a_draft_that_nobody_needs_is_deleted(forms: Forms, cohort: Cohort) -> None:
    row = forms.new(cohort.session, "???", "en")
    assert row.code == "own_form"
    forms.drop_draft(cohort.session, row.code, 1)
    with pytest.raises(Trouble, match="form_unknown"):
        forms.form(cohort.session, row.code, 1)


@pytest.mark.parametrize(
    ("name", "on"), [("", DAY), ("Klok Ugle", ""), ("Klok Ugle", "2999-01-01"), ("Ugle", "i dag")]
)
def test_a_form_is_checked_by_somebody_on_a_day(
    forms: Forms, cohort: Cohort, name: str, on: str
) -> None:
    with pytest.raises(Trouble, match="form_unchecked"):
        forms.take_into_use(cohort.session, "phq9", 1, name, on)


def test_what_cannot_be_a_form_is_refused(forms: Forms, cohort: Cohort) -> None:
    with pytest.raises(Trouble, match="form_title"):
        forms.new(cohort.session, " ", "nb")
    row = forms.new(cohort.session, "Uro", "nb")
    huge = replace(FORM, intro=said("x" * 1_000_000))
    with pytest.raises(Trouble, match="form_too_large"):
        forms.save_draft(cohort.session, row.code, 1, huge, row.content_hash)


def test_faults_are_told_before_anything_is_stored(forms: Forms) -> None:
    assert next(fault.wrong for fault in forms.check(replace(FORM, items=()))) is FormWrong.EMPTY


@pytest.mark.parametrize("role", ["substitute", "benefit"])
def test_only_who_may_change_the_office_changes_its_forms(
    forms: Forms, cohort: Cohort, role: str
) -> None:
    with pytest.raises(Trouble, match="not_allowed"):
        forms.new(replace(cohort.session, role=role), "Uro", "nb")
