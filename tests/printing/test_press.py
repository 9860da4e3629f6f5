"""From document to file: any text comes out as it went in, or there is no file."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.core.i18n import language
from station.core.trouble import Trouble
from station.printing.documents import Document, PlanDocument, words
from station.printing.fonts import Weight, face, flat, width
from station.printing.press import render
from station.printing.verify import read_back
from tests.printing.receipts import RECEIPT, RECEIPTS
from tests.printing.samples import (
    APPROVED,
    LONG,
    NYNORSK,
    PLAN,
    RECOVERY,
    TREND,
    invented_plan,
)

LATIN = st.text(
    st.characters(max_codepoint=0x24F, exclude_categories=["Cs", "Cc"])
    | st.sampled_from("₂≥≤°–—«»…−½⅓✓◆▲○áčđŋšŧž"),
    min_size=1,
    max_size=120,
).filter(lambda text: all(ord(mark) in face(Weight.REGULAR).face.charToGlyph for mark in text))


def _named(person: str) -> PlanDocument:
    return replace(APPROVED, identity=replace(APPROVED.identity, person=person))


@pytest.mark.parametrize(
    "document", [PLAN, APPROVED, NYNORSK, LONG, TREND, RECOVERY, RECEIPT, RECEIPTS]
)
def test_every_kind_of_document_is_printed(document: Document) -> None:
    assert render(document).startswith(b"%PDF-")


@settings(max_examples=40, deadline=None)
@given(LATIN, LATIN, LATIN)
def test_any_latin_text_comes_out_as_it_went_in(one: str, other: str, name: str) -> None:
    zone = replace(APPROVED.zones[0], signs=(words(one), words(other, one)), feeling=other)
    document = _named(f"Elg {name}")
    assert render(replace(document, zones=(zone, *document.zones[1:])))


@pytest.mark.parametrize(
    "name",
    [
        "O'Brien-Ødegård",
        "<b>Ola",
        "«<privat>» & co. </para>",
        '=HYPERLINK("http://x","klikk")',
        "-2+3",
        "CON",
        "Null",
        "Čáhcesuolu Ŋŋ đđ ŧŧ",
        "%PDF (evil) \\n \\) Tj",
    ],
)
def test_odd_names_are_printed_exactly(name: str) -> None:
    found = read_back(render(_named(name)))
    assert any(flat(element).startswith(f"{name} ") for element in found.elements)


@pytest.mark.parametrize("name", ["مُحَمَّد علي", "陳大文", "Kari\0", "Kari 🙂"])
def test_a_name_that_cannot_be_printed_makes_no_file(name: str) -> None:
    with pytest.raises(Trouble) as caught:
        render(_named(name))
    assert caught.value.values["text"] == name


def test_a_text_longer_than_a_page_is_refused_in_words() -> None:
    zone = replace(APPROVED.zones[0], feeling="puster tungt " * 900)
    with pytest.raises(Trouble) as caught:
        render(replace(APPROVED, zones=(zone,)))
    assert caught.value.code == "print.long"


def test_a_document_speaks_its_own_language_and_leaves_the_readers_alone() -> None:
    before = language()
    whole = " ".join(read_back(render(NYNORSK)).elements)
    assert "RAUD" in whole
    assert language() == before


def test_no_measured_word_is_remembered_after_a_print() -> None:
    render(RECOVERY)
    assert width.cache_info().currsize == 0


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_hundred_plans_read_back_whole() -> None:
    # tools/validate_pdf.py does the same for a thousand, and has a validator judge them.
    for seed in range(100):
        assert render(invented_plan(seed))
