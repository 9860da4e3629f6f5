"""A plan on paper: the text comes out whole, and what is accounted for has passed the check."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.settings import PROFILE, Profile
from station.core.trouble import Trouble
from station.models.database import Actor, Database
from station.models.records import settings
from station.printing.documents import body_texts
from station.rules import editing
from station.rules.editing import Place, Spot
from station.rules.limits import Level
from station.rules.plans import Line
from station.services.plans.plans import Plans
from station.services.plans.values import PrintAge
from station.services.prints.plan import PlanPrints
from station.services.record import Record
from tests.patients import log_of, registered
from tests.plan_office import DAY, NURSE, approval, approved, drafted, measured


@pytest.fixture
def record(database: Database, clock: FixedClock, actor: Actor) -> Record:
    made = Record(Bus(), clock, database)
    with made.write(NURSE) as writer:
        settings.store(writer, PROFILE, Profile("Fjellsund kommune", phone="68050100"))
    return made


@pytest.fixture
def plans(record: Record) -> Plans:
    return Plans(record)


@pytest.fixture
def prints(record: Record) -> PlanPrints:
    return PlanPrints(record)


@pytest.fixture
def elg(database: Database, actor: Actor) -> str:
    return registered(
        database,
        actor,
        birth_date="1948-03-14",
        diagnosis="Kols",
        address="Hemmeligveien 7",
        postal_code="9999",
        city="Fjellsund",
        national_number="01814049996",
        protection="strict",
    )


def pages(pdf: bytes) -> Iterator[str]:
    """The text of each page, on one line."""
    opened = pypdfium2.PdfDocument(pdf)
    for number in range(len(opened)):
        letters = opened[number].get_textpage()
        yield " ".join(letters.get_text_range().split())
    opened.close()


def squeezed(text: str) -> str:
    """A text without its spaces, which a line break may have eaten."""
    return "".join(text.split())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "nb",
            (
                "Min egenbehandlingsplan",
                "UTKAST TIL GODKJENNING HOS FASTLEGE",
                "GRØNN",
                "GUL",
                "RØD",
                "under 86 %",
                "89 % eller mer",
                "Kritiske grenseverdier: fastlegen bestemmer",
                "Telt på egne målinger.",
                "1 gul · 1 rød dag",
                "90 dager",
                "SpO₂: 13 målinger 08.11.2026–20.11.2026, median 91 %.",
                "ingen målinger",
                "Fastlege (signatur)",
                "Godkjent med endringene over",
            ),
        ),
        (
            "nn",
            (
                "Min eigenbehandlingsplan",
                "GRØN",
                "RAUD",
                "1 gul · 1 raud dag",
                "89 % eller meir",
                "ingen målingar",
            ),
        ),
    ],
)
def test_a_draft_for_the_gp_is_one_page_whose_text_comes_out_whole(
    prints: PlanPrints,
    plans: Plans,
    record: Record,
    elg: str,
    clock: FixedClock,
    language: str,
    words: tuple[str, ...],
) -> None:
    # S20; the code and the day of printing are the page's own.
    measured(record, elg, clock.now())
    row, document = prints.document(NURSE, drafted(plans, elg, language))
    printed = prints.render(row, document)
    (page,) = pages(printed.pdf)
    for text in (*words, "Rask Elg", "14.03.1948", "side 1 av 1", "68 05 01 00", "116 117"):
        assert squeezed(text) in squeezed(page), text
    read = squeezed(page)
    for text in body_texts(document):
        assert squeezed(text) in read, text


def test_nothing_of_an_address_or_a_number_is_on_paper_or_in_the_name(
    prints: PlanPrints, plans: Plans, elg: str
) -> None:
    # PDF-08: a patient under kode 6.
    printed = prints.preview(NURSE, drafted(plans, elg))
    text = " ".join(pages(printed.pdf))
    name = prints.file_name(printed)
    for secret in ("Hemmeligveien", "9999 Fjellsund", "01814049996", "49996"):
        assert secret not in text
        assert secret.encode() not in printed.pdf
        assert secret not in name
    assert "Elg" not in name
    assert name.startswith("plan-")


def test_a_draft_can_be_printed_in_the_other_language(
    prints: PlanPrints, plans: Plans, elg: str
) -> None:
    version_id = drafted(plans, elg)
    row, document = prints.document(NURSE, version_id, "nn")
    assert document.identity.title == "Min eigenbehandlingsplan"
    assert row.content_hash == plans.open(NURSE, version_id).content_hash


def test_what_nobody_has_decided_is_a_line_to_write_on(
    prints: PlanPrints, plans: Plans, elg: str
) -> None:
    version_id = plans.start_draft(NURSE, elg, "kols", "nb")
    _, document = prints.document(NURSE, version_id)
    assert document.limits is not None
    spo2, pulse = document.limits.rows
    assert (spo2.measure, spo2.red, spo2.gave) == ("SpO₂", "______ %", "–")
    assert pulse.red == "–"
    assert str(document.goal) == "–"


def test_today_and_the_new_limits_stand_below_each_other_with_what_both_give(
    prints: PlanPrints, plans: Plans, record: Record, elg: str, clock: FixedClock
) -> None:
    measured(record, elg, clock.now())
    draft_id = plans.next_draft(NURSE, approved(plans, elg, clock.now()))
    row = plans.open(NURSE, draft_id)
    milder = tuple(
        replace(limit, value=limit.value - 3) if limit.component == "spo2" else limit
        for limit in row.version.content.limits
    )
    content = replace(row.version.content, limits=milder)
    plans.save_draft(NURSE, draft_id, content, row.content_hash)
    row, document = prints.document(NURSE, draft_id)
    assert document.limits is not None
    new, today, pulse = document.limits.rows
    assert (new.gave, new.gave_long, new.change) == ("0 gule · 0 røde dager",) * 2 + ("",)
    assert (today.measure, today.yellow, today.red, today.gave, today.change) == (
        "i dag, versjon 1",
        "< 89 %, to målinger på rad",
        "< 86 %, én gang",
        "1 gul · 1 rød dag",
        "–",
    )
    # What is the same as today stands alone.
    assert (pulse.measure, pulse.gave) == ("Puls", "ingen målinger")
    text = squeezed(" ".join(pages(prints.render(row, document).pdf)))
    for words in (today.measure, today.gave, new.gave, document.limits.note):
        assert squeezed(words) in text, words


def test_a_measure_that_a_draft_lets_go_of_is_shown_with_the_limits_it_has_today(
    prints: PlanPrints, plans: Plans, elg: str, clock: FixedClock
) -> None:
    draft_id = plans.next_draft(NURSE, approved(plans, elg, clock.now()))
    row = plans.open(NURSE, draft_id)
    content = replace(row.version.content, template="own", limits=())
    plans.save_draft(NURSE, draft_id, content, row.content_hash)
    _, document = prints.document(NURSE, draft_id)
    assert document.limits is not None
    rows = [(each.measure, each.red, each.gave) for each in document.limits.rows]
    assert rows == [
        ("SpO₂", "______ %", "–"),
        ("i dag, versjon 1", "< 86 %, én gang", "ingen målinger"),
        ("Puls", "______ slag/min", "–"),
        ("i dag, versjon 1", "> 120 slag/min, én gang", "ingen målinger"),
    ]


def test_an_own_line_ends_as_a_sentence_and_a_removed_one_is_gone(
    prints: PlanPrints, plans: Plans, elg: str
) -> None:
    version_id = drafted(plans, elg)
    row = plans.open(NURSE, version_id)
    content = row.version.content
    first = content.zones[0].signs[0]
    spot = Spot(Place.SIGNS, Level.GREEN)
    content = editing.add(editing.remove(content, first.id), spot, Line("own.1", "Jeg synger"))
    content = replace(content, medication="Prednisolon 30 mg.\n\nI 5 dager.")
    plans.save_draft(NURSE, version_id, content, row.content_hash)
    _, document = prints.document(NURSE, version_id)
    signs = [str(text) for text in document.zones[0].signs]
    assert "Jeg synger." in signs
    assert first.text not in signs
    assert [str(text) for text in document.sections[1].items] == [
        "Prednisolon 30 mg.",
        "I 5 dager.",
    ]


def test_an_approved_plan_says_who_approved_it(
    prints: PlanPrints, plans: Plans, elg: str, clock: FixedClock
) -> None:
    _, document = prints.document(NURSE, approved(plans, elg, clock.now()))
    assert document.approval.text == ("Godkjent av Lege Stille Vann 30.10.2026 (på papir).")
    assert document.identity.status == ""


def test_a_plan_without_limits_measurements_or_review_is_printed_all_the_same(
    prints: PlanPrints, plans: Plans, elg: str
) -> None:
    version_id = drafted(plans, elg)
    row = plans.open(NURSE, version_id)
    content = replace(
        row.version.content, template="own", limits=(), schedule=(), review_on="", preventive=()
    )
    plans.save_draft(NURSE, version_id, content, row.content_hash)
    printed = prints.preview(NURSE, version_id)
    (page,) = pages(printed.pdf)
    assert squeezed("Ingen faste måletider.") in squeezed(page)
    assert squeezed("Revurderes ved behov.") in squeezed(page)


def test_the_small_trend_is_of_what_is_agreed_where_no_limit_has_readings(
    prints: PlanPrints, plans: Plans, record: Record, elg: str, clock: FixedClock
) -> None:
    measured(record, elg, clock.now(), "pulse")
    version_id = drafted(plans, elg)
    _, document = prints.document(NURSE, version_id)
    assert document.trend is not None
    assert document.trend.heading == "Puls siste 30 dager"
    row = plans.open(NURSE, version_id)
    content = replace(row.version.content, limits=(), template="own")
    plans.save_draft(NURSE, version_id, content, row.content_hash)
    measured(record, elg, clock.now())
    _, document = prints.document(NURSE, version_id)
    assert document.trend is not None
    assert document.trend.heading == "SpO₂ siste 30 dager"


def test_a_plan_that_is_one_page_only_without_its_trend_is_printed_without(
    prints: PlanPrints, plans: Plans, record: Record, elg: str, clock: FixedClock
) -> None:
    measured(record, elg, clock.now())
    version_id = drafted(plans, elg)
    row = plans.open(NURSE, version_id)
    spot, content, counts = Spot(Place.PREVENTIVE), row.version.content, []
    before = row.content_hash
    for number in range(14):
        if number:
            line = Line(f"own.{number}", "Jeg går en tur rundt vannet og hviler godt etterpå.")
            content = editing.add(content, spot, line)
            before = plans.save_draft(NURSE, version_id, content, before)
        printed = prints.preview(NURSE, version_id)
        texts = list(pages(printed.pdf))
        counts.append((len(texts), squeezed("siste 30 dager%") in squeezed(" ".join(texts))))
    assert (1, True) in counts
    assert (1, False) in counts
    assert counts == sorted(counts, key=lambda each: (each[0], not each[1]))


def test_saving_and_printing_are_accounted_for_and_grow_old(
    prints: PlanPrints,
    plans: Plans,
    elg: str,
    clock: FixedClock,
    tmp_path: Path,
    database: Database,
) -> None:
    version_id = drafted(plans, elg)
    printed = prints.preview(NURSE, version_id)
    path = tmp_path / prints.file_name(printed)
    prints.save(NURSE, printed, path)
    assert path.read_bytes() == printed.pdf
    with database.read() as reader:
        assert log_of(reader, elg)[0] == "plan_print_saved"
    assert plans.refresh(NURSE, elg).print_age is PrintAge.FRESH
    row = plans.open(NURSE, version_id)
    plans.save_draft(NURSE, version_id, replace(row.version.content, goal="Nytt"), row.content_hash)
    assert plans.refresh(NURSE, elg).print_age is PrintAge.CHANGED
    prints.note(NURSE, prints.preview(NURSE, version_id))
    assert plans.refresh(NURSE, elg).print_age is PrintAge.FRESH
    clock.advance(DAY)
    plans.approve(NURSE, version_id, approval(clock.now()))
    assert plans.refresh(NURSE, elg).print_age is PrintAge.APPROVED


def test_a_place_that_cannot_be_written_to_leaves_no_trace_of_a_print(
    prints: PlanPrints, plans: Plans, elg: str, tmp_path: Path, database: Database
) -> None:
    printed = prints.preview(NURSE, drafted(plans, elg))
    with pytest.raises(Trouble) as told:
        prints.save(NURSE, printed, tmp_path / "no" / "such" / "place.pdf")
    assert told.value.code == "print.place"
    with database.read() as reader:
        assert "plan_print_saved" not in log_of(reader, elg)


def test_a_print_that_cannot_be_read_back_is_none(
    prints: PlanPrints, plans: Plans, elg: str, database: Database
) -> None:
    version_id = drafted(plans, elg)
    row = plans.open(NURSE, version_id)
    content = replace(row.version.content, goal="Gå 日本語")
    plans.save_draft(NURSE, version_id, content, row.content_hash)
    with pytest.raises(Trouble):
        prints.preview(NURSE, version_id)
    with database.read() as reader:
        assert "plan_printed" not in log_of(reader, elg)


def test_a_version_that_is_gone_says_so(prints: PlanPrints) -> None:
    with pytest.raises(Trouble) as told:
        prints.document(NURSE, "0" * 32)
    assert told.value.code == "plan_unknown"
