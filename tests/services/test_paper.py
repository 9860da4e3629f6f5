"""The GP's paper, from the print to the answer: what opens, what is refused, what comes of it."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.i18n import use
from station.core.trouble import Trouble
from station.files.scans import inspected
from station.models.database import Actor, Database
from station.models.queries import plan_life
from station.models.records import paper as paper_records
from station.rules.approval import Approval, Hindrance
from station.rules.limits import Limit
from station.rules.papercode import PaperCode, pack, scanned
from station.rules.plans import LineState, PlanContent, PlanStatus
from station.security.signing import Stamp, new_key
from station.services.documents import Documents
from station.services.paper import Paper
from station.services.paper_values import Found, FoundKind, PlanAnswer, Registered, Verdict
from station.services.paper_words import found_words
from station.services.plan_print import PlanPrints
from station.services.plans import Plans
from station.services.record import Record
from station.services.stamping import page_stamp, sealed, stamp_of
from tests.paper_scans import drawn, packed
from tests.paper_scans import scanned as rescanned
from tests.patients import log_of, registered
from tests.plan_office import LIMITS, NURSE, drafted, measured, walked

HOUR = 3_600_000


@dataclass
class Desk:
    """The services of one small file, and a patient with a draft that was printed."""

    record: Record
    plans: Plans
    prints: PlanPrints
    paper: Paper
    patient: str
    draft: str
    clock: FixedClock

    def print(self, version_id: str) -> bytes:
        """Print a version and note it, as the window does."""
        printed = self.prints.preview(NURSE, version_id)
        self.prints.note(NURSE, printed)
        return printed.pdf

    def code(self, version_id: str, page: int = 1) -> str:
        """What the scanner reads on a page of a version's print."""
        row = self.plans.open(NURSE, version_id)
        return page_stamp(stamp_of(self.record, NURSE), row)(page, 2)

    def find(self, text: str, open_patient: str = "") -> Found:
        """What a text leads to."""
        return self.paper.read_code(NURSE, text, open_patient)

    def answer(self, verdict: Verdict, version_id: str = "", **more: object) -> PlanAnswer:
        """An answer to what the screen shows now, in force from now unless told otherwise."""
        version = version_id or self.draft
        before = self.plans.open(NURSE, version).content_hash
        start = self.clock.now()
        made = PlanAnswer(
            version, before, verdict, Approval("Lege Stille Vann", "2026-11-20", "paper", start)
        )
        return replace(made, **more)  # type: ignore[arg-type]

    def status(self, version_id: str) -> PlanStatus:
        """How a version stands."""
        return self.plans.open(NURSE, version_id).version.status

    def content(self, version_id: str) -> PlanContent:
        """What a version says."""
        return self.plans.open(NURSE, version_id).version.content


@pytest.fixture
def record(database: Database, clock: FixedClock) -> Record:
    return Record(Bus(), clock, database)


@pytest.fixture
def desk(record: Record, database: Database, actor: Actor, clock: FixedClock) -> Desk:
    patient = registered(database, actor, birth_date="1940-01-01")
    plans = Plans(record)
    made = Desk(
        record, plans, PlanPrints(record), Paper(record), patient, drafted(plans, patient), clock
    )
    made.print(made.draft)
    clock.advance(60_000)
    return made


def lower(limits: tuple[Limit, ...], value: float) -> tuple[Limit, ...]:
    """The same limits with another red one for SpO2."""
    first, *rest = limits
    return replace(first, value=value), *rest


# ------------------------------------------------------------------------------------- finding


def test_the_right_version_opens_by_its_code(desk: Desk) -> None:
    found = desk.find(desk.code(desk.draft))
    assert (found.kind, found.sealed, found.pages, found.of) == (FoundKind.RIGHT, True, (1,), 2)
    assert found.row is not None
    assert found.row.version.id == desk.draft
    assert found.person is not None
    assert found.person.name == "Rask Elg"
    assert found.print_id
    assert found_words(found, desk.clock.now()) == ""
    with desk.record.read() as reader:
        assert log_of(reader, desk.patient)[0] == "paper_found"


def test_the_signed_sheet_from_the_office_scanner_opens_the_right_version(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "SCAN0001.PDF"
    path.write_bytes(packed(rescanned(drawn(desk.print(desk.draft))), "PDF"))
    found = desk.paper.read_file(NURSE, path, desk.patient)
    assert (found.kind, found.pages, found.of) == (FoundKind.RIGHT, (1,), 1)


def test_the_short_code_at_the_foot_finds_the_version_without_proving_anything(desk: Desk) -> None:
    printed = desk.prints.preview(NURSE, desk.draft)
    found = desk.find(printed.code.lower())
    assert (found.kind, found.sealed) == (FoundKind.RIGHT, False)
    assert desk.find("FFFF-0000-v1").kind is FoundKind.UNKNOWN


def test_two_versions_with_one_short_code_are_asked_about(desk: Desk, database: Database) -> None:
    like = desk.draft[:4] + "0" * 28
    database.connection.execute(
        "INSERT INTO plans SELECT 'other', patient_id, template, created_at FROM plans"
    )
    database.connection.execute(
        "INSERT INTO plan_versions (id, plan_id, patient_id, number, status, content, "
        "content_hash, created_at, created_by) SELECT ?, 'other', patient_id, number, status, "
        "content, content_hash, created_at, created_by FROM plan_versions",
        (like,),
    )
    found = desk.find(f"{desk.draft[:4]}-0000-v1")
    assert found.kind is FoundKind.SEVERAL
    assert {each.text for each in found.choices} == {desk.draft, like}


def test_a_version_chosen_by_hand_is_held_against_its_newest_print(desk: Desk) -> None:
    assert desk.paper.by_hand(NURSE, desk.draft).kind is FoundKind.RIGHT
    change_goal(desk)
    assert desk.paper.by_hand(NURSE, desk.draft).kind is FoundKind.CHANGED
    assert desk.paper.by_hand(NURSE, "f" * 32).kind is FoundKind.UNKNOWN


def test_an_unprinted_version_chosen_by_hand_opens(desk: Desk, database: Database) -> None:
    database.connection.execute("DELETE FROM plan_prints")
    assert desk.paper.by_hand(NURSE, desk.draft).kind is FoundKind.RIGHT


def change_goal(desk: Desk) -> None:
    """The draft says another goal from now on."""
    row = desk.plans.open(NURSE, desk.draft)
    content = replace(row.version.content, goal="Gå til posten.")
    desk.plans.save_draft(NURSE, desk.draft, content, row.content_hash)


def test_a_draft_that_was_changed_after_its_print_is_shown_with_the_difference(desk: Desk) -> None:
    code = desk.code(desk.draft)
    change_goal(desk)
    found = desk.find(code)
    assert found.kind is FoundKind.CHANGED
    assert [change.after for change in found.changes] == ["Gå til posten."]
    assert "changed after this sheet was printed" in found_words(found, desk.clock.now())
    with pytest.raises(Trouble) as told:
        desk.paper.register(NURSE, desk.answer(Verdict.APPROVED, checksum=found.checksum))
    assert told.value.code == "paper_changed"
    assert desk.status(desk.draft) is PlanStatus.DRAFT


def test_lines_only_gone_through_after_the_print_say_what_the_gp_has_seen(
    record: Record, database: Database, actor: Actor, desk: Desk
) -> None:
    patient = registered(database, actor, given="Blid", family="Sky")
    version = desk.plans.start_draft(NURSE, patient, "kols", "nb")
    row = desk.plans.open(NURSE, version)
    ready = walked(row.version.content)
    zones = tuple(
        replace(zone, signs=tuple(replace(line, state=LineState.PROPOSED) for line in zone.signs))
        for zone in ready.zones
    )
    proposed = replace(ready, zones=zones)
    before = desk.plans.save_draft(NURSE, version, proposed, row.content_hash)
    desk.print(version)
    code = desk.code(version)
    desk.plans.save_draft(NURSE, version, ready, before)
    found = desk.find(code)
    assert found.kind is FoundKind.RIGHT
    answer = desk.answer(Verdict.APPROVED, version, checksum=found.checksum)
    assert desk.paper.register(NURSE, answer).hindered == ()


def test_an_outdated_sheet_points_at_the_version_in_force(desk: Desk) -> None:
    code = desk.code(desk.draft)
    assert desk.paper.register(NURSE, desk.answer(Verdict.APPROVED)).hindered == ()
    desk.clock.advance(HOUR)
    second = desk.plans.next_draft(NURSE, desk.draft)
    row = desk.plans.open(NURSE, second)
    desk.plans.save_draft(NURSE, second, replace(row.version.content, goal="Ny"), row.content_hash)
    desk.paper.register(NURSE, desk.answer(Verdict.APPROVED, second))
    found = desk.find(code)
    assert found.kind is FoundKind.OUTDATED
    assert found_words(found, desk.clock.now()) == "Version 1 is replaced by version 2."
    with pytest.raises(Trouble) as told:
        desk.paper.register(NURSE, desk.answer(Verdict.APPROVED))
    assert told.value.code == "paper_outdated"


def test_a_withdrawn_draft_says_so(desk: Desk) -> None:
    code = desk.code(desk.draft)
    desk.plans.drop_draft(NURSE, desk.draft)
    found = desk.find(code)
    assert found.kind is FoundKind.OUTDATED
    assert found_words(found, 0) == "The draft, version 1, was withdrawn."
    with_nothing = replace(found, row=None)
    assert found_words(with_nothing, 0) == "Version 0 is not in force any more."


def test_a_draft_that_was_deleted_is_not_in_the_file(desk: Desk) -> None:
    row = desk.plans.open(NURSE, desk.draft)
    gone = replace(row, version=replace(row.version, id="e" * 32))
    code = page_stamp(stamp_of(desk.record, NURSE), gone)(1, 1)
    found = desk.find(code)
    assert found.kind is FoundKind.UNKNOWN
    assert "deleted" in found_words(found, 0)


def test_a_sheet_of_another_patient_than_the_one_open_is_named_and_not_opened(desk: Desk) -> None:
    found = desk.find(desk.code(desk.draft), "9" * 32)
    assert found.kind is FoundKind.OTHER_PATIENT
    assert "Rask Elg" in found_words(found, 0)
    assert found_words(replace(found, person=None), 0)


def test_a_sheet_of_another_station_is_not_ours(desk: Desk) -> None:
    row = desk.plans.open(NURSE, desk.draft)
    foreign = page_stamp(Stamp(new_key()), row)(1, 1)
    found = desk.find(foreign)
    assert (found.kind, found.row, found.person) == (FoundKind.ELSEWHERE, None, None)


def test_before_the_first_print_every_code_is_somebody_elses(record: Record) -> None:
    code = PaperCode("00" * 4, "11" * 16, 1, 1, 1, "22" * 8, "33" * 16)
    assert Paper(record).read_code(NURSE, pack(code)).kind is FoundKind.ELSEWHERE


@pytest.mark.parametrize("part", ["version_id", "checksum", "number", "page", "pages", "seal"])
def test_whatever_is_changed_under_our_name_the_sentence_is_the_same(desk: Desk, part: str) -> None:
    (code,) = scanned(desk.code(desk.draft)).codes
    forged = {
        "version_id": replace(code, version_id="ab" * 16),
        "checksum": replace(code, checksum="cd" * 8),
        "number": replace(code, number=77),
        "page": replace(code, page=2),
        "pages": replace(code, pages=9),
        "seal": replace(code, seal="ef" * 16),
    }[part]
    found = desk.find(pack(forged))
    assert found == Found(FoundKind.ALTERED)
    damaged = desk.find(pack(code)[:-1] + ("A" if pack(code)[-1] != "A" else "B"))
    assert found_words(found, 0) == found_words(damaged, 0)
    with desk.record.read() as reader:
        rows = reader.raw("SELECT action FROM audit ORDER BY seq DESC LIMIT 1")
    assert rows == [("paper_refused",)]


def test_one_altered_page_spoils_the_sheet(desk: Desk) -> None:
    (code,) = scanned(desk.code(desk.draft)).codes
    text = pack(code) + pack(replace(code, page=2))
    assert desk.find(text).kind is FoundKind.ALTERED


def test_ten_codes_on_one_page_are_asked_about_and_foreign_ones_named_by_nobody(desk: Desk) -> None:
    stamp = stamp_of(desk.record, NURSE)
    (code,) = scanned(desk.code(desk.draft)).codes
    gone = [sealed(stamp, replace(code, version_id=f"{at:032x}")) for at in range(8)]
    other = replace(code, station="0" * 8, version_id="f" * 32)
    found = desk.find("\n".join(pack(each) for each in (code, *gone, other)))
    assert found.kind is FoundKind.SEVERAL
    assert [each.name for each in found.choices] == ["Rask Elg", *[""] * 9]
    assert found_words(found, 0)
    assert desk.find(found.choices[0].text).kind is FoundKind.RIGHT


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", FoundKind.NONE),
        ("STN1ABC", FoundKind.CUT),
        ("STN2" + "A" * 80, FoundKind.NEWER),
        ("7038010055123", FoundKind.FOREIGN),
    ],
)
def test_what_is_no_code_of_ours_says_what_it_is(desk: Desk, text: str, kind: FoundKind) -> None:
    found = desk.find(text)
    assert found == Found(kind)
    for language in ("nb", "nn"):
        use(language)
        assert found_words(found, 0)


# ---------------------------------------------------------------------------------- registering


def test_approved_on_paper_is_in_force_and_the_paper_is_kept(desk: Desk) -> None:
    scan = inspected("SCAN0001.PDF", packed(drawn(desk.print(desk.draft), dpi=100), "PDF"))
    found = desk.find(desk.code(desk.draft))
    answer = desk.answer(
        Verdict.APPROVED,
        scan=scan,
        checksum=found.checksum,
        print_id=found.print_id,
        note="Ring ved spørsmål.",
    )
    done = desk.paper.register(NURSE, answer)
    assert (done.hindered, done.version_id, done.kept_note) == ((), desk.draft, "")
    row = desk.plans.open(NURSE, desk.draft)
    assert (row.version.status, row.approval_note) == (PlanStatus.APPROVED, "Ring ved spørsmål.")
    kept = Documents(desk.record).of_patient(NURSE, desk.patient)
    assert [(each.id, each.subject_id, each.digest) for each in kept] == [
        (done.document_id, desk.draft, scan.digest)
    ]
    with desk.record.read() as reader:
        (told,) = plan_life.answers(reader, desk.patient)
        actions = log_of(reader, desk.patient)
    assert (told.version_id, told.answer, told.by) == (desk.draft, "approved", "Lege Stille Vann")
    assert {"paper_registered", "document_kept", "plan_approved"} <= set(actions)


def test_approved_with_change_is_a_new_version_and_the_old_limits_hold_until_the_moment(
    desk: Desk, database: Database
) -> None:
    first = desk.draft
    desk.paper.register(NURSE, desk.answer(Verdict.APPROVED))
    desk.clock.advance(HOUR)
    content = replace(desk.content(first), limits=lower(LIMITS, 84))
    start = desk.clock.now() + 2 * HOUR
    answer = desk.answer(
        Verdict.CHANGED,
        content=content,
        approval=Approval("Lege Stille Vann", "2026-11-20", "paper", start),
    )
    done = desk.paper.register(NURSE, answer)
    assert done.version_id not in ("", first)
    row = desk.plans.open(NURSE, done.version_id)
    assert (row.version.number, row.version.status) == (2, PlanStatus.APPROVED)
    assert row.version.content.limits == lower(LIMITS, 84)
    facts = desk.plans.refresh(NURSE, desk.patient)
    assert (facts.standing, facts.coming) == (first, done.version_id)
    desk.clock.set(start)
    assert desk.plans.refresh(NURSE, desk.patient).standing == done.version_id
    assert database.connection.execute(
        "SELECT based_on FROM plan_versions WHERE id = ?", (done.version_id,)
    ).fetchall() == [(first,)]


def test_a_first_draft_changed_on_paper_decides_until_the_stated_moment(desk: Desk) -> None:
    content = replace(desk.content(desk.draft), limits=lower(LIMITS, 84))
    start = desk.clock.now() + 2 * HOUR
    approval = Approval("Lege Stille Vann", "2026-11-20", "paper", start)
    answer = desk.answer(Verdict.CHANGED, content=content, approval=approval)
    done = desk.paper.register(NURSE, answer)
    assert desk.status(desk.draft) is PlanStatus.REPLACED
    facts = desk.plans.refresh(NURSE, desk.patient)
    assert (facts.standing, facts.trial) == (desk.draft, True)
    measured(desk.record, desk.patient, desk.clock.now())
    desk.clock.set(start)
    after = desk.plans.refresh(NURSE, desk.patient)
    assert (after.standing, after.trial) == (done.version_id, False)
    found = desk.find(desk.code(desk.draft))
    assert found_words(found, 0) == "Version 1 is replaced by version 2."


def test_changed_without_a_change_is_refused(desk: Desk) -> None:
    for content in (None, desk.content(desk.draft)):
        with pytest.raises(Trouble) as told:
            desk.paper.register(NURSE, desk.answer(Verdict.CHANGED, content=content))
        assert told.value.code == "paper_same"


def test_limits_in_the_wrong_order_hinder_and_nothing_is_written(desk: Desk) -> None:
    content = replace(desk.content(desk.draft), limits=lower(LIMITS, 95))
    done = desk.paper.register(NURSE, desk.answer(Verdict.CHANGED, content=content))
    assert [each.hindrance for each in done.hindered] == [Hindrance.FAULTY_LIMITS]
    assert len(desk.plans.versions(NURSE, desk.patient)) == 1
    assert desk.status(desk.draft) is PlanStatus.DRAFT


def test_returned_leaves_the_draft_with_what_the_gp_wrote(desk: Desk) -> None:
    answer = desk.answer(Verdict.RETURNED, note="Ring meg om Prednisolon.")
    done = desk.paper.register(NURSE, answer)
    assert (done.hindered, done.version_id) == ((), desk.draft)
    assert desk.status(desk.draft) is PlanStatus.DRAFT
    with desk.record.read() as reader:
        (told,) = plan_life.answers(reader, desk.patient)
    assert (told.answer, told.note) == ("returned", "Ring meg om Prednisolon.")


def test_an_answer_needs_a_name_and_no_day_that_has_not_come(desk: Desk) -> None:
    approval = Approval("  ", "2026-12-24", "paper", 0)
    done = desk.paper.register(NURSE, desk.answer(Verdict.RETURNED, approval=approval))
    assert [each.hindrance for each in done.hindered] == [
        Hindrance.NO_NAME,
        Hindrance.APPROVED_IN_FUTURE,
    ]
    assert done == Registered(done.hindered)


def test_what_was_approved_already_is_not_approved_again(desk: Desk) -> None:
    desk.paper.register(NURSE, desk.answer(Verdict.APPROVED))
    desk.clock.advance(HOUR)
    done = desk.paper.register(NURSE, desk.answer(Verdict.APPROVED))
    assert Hindrance.NOT_A_DRAFT in [each.hindrance for each in done.hindered]


def test_a_version_that_changed_under_the_screen_is_not_registered(desk: Desk) -> None:
    stale = desk.answer(Verdict.APPROVED)
    change_goal(desk)
    with pytest.raises(Trouble) as told:
        desk.paper.register(NURSE, stale)
    assert told.value.code == "plan_changed"
    with pytest.raises(Trouble) as gone:
        desk.paper.register(NURSE, replace(stale, version_id="f" * 32))
    assert gone.value.code == "plan_unknown"


def test_a_write_that_fails_leaves_no_half_of_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        raise RuntimeError("planned")

    monkeypatch.setattr(paper_records, "add_answer", broken)
    content = replace(desk.content(desk.draft), limits=lower(LIMITS, 84))
    with pytest.raises(RuntimeError, match="planned"):
        desk.paper.register(NURSE, desk.answer(Verdict.CHANGED, content=content))
    assert len(desk.plans.versions(NURSE, desk.patient)) == 1
    assert desk.status(desk.draft) is PlanStatus.DRAFT
