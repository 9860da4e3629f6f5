"""A form on paper: read back whole and in order, with squares and lines."""

from dataclasses import replace

from station.printing.documents import FormDocument, FormQuestion
from station.printing.press import render
from station.printing.verify import read_back
from tests.printing.samples import IDENTITY

FORM = FormDocument(
    identity=replace(IDENTITY, title="Dagen", status=""),
    lines=("Navn", "Dato"),
    introduction="Svar slik du har det nå.",
    questions=(
        FormQuestion("Hoster du?", "Hjelp til svaret", choices=("Nei", "Ja")),
        FormQuestion("Hvor mye?", "", choices=tuple(map(str, range(11))), in_row=True),
        FormQuestion("Fortell", "", lines=("Med egne ord",)),
        FormQuestion("Besvart", "", answer="Mye tyngre enn vanlig"),
    ),
    closing="Egne spørsmål.",
)


def test_every_question_is_read_in_order() -> None:
    found = read_back(render(FORM))
    said = [text for text in found.elements if text in {q.text for q in FORM.questions}]
    assert said == [question.text for question in FORM.questions]
    for text in ("Navn", "Hjelp til svaret", "Med egne ord", "Mye tyngre enn vanlig"):
        assert text in found.elements


def test_a_form_without_anything_around_is_a_page_too() -> None:
    bare = replace(FORM, lines=(), introduction="", closing="", questions=FORM.questions[:1])
    assert len(read_back(render(bare)).pages) == 1


def test_a_long_form_takes_more_pages_and_no_question_is_cut() -> None:
    asked = replace(FORM.questions[0])
    questions = tuple(replace(asked, text=f"Hoster du ({n})?") for n in range(40))
    found = read_back(render(replace(FORM, questions=questions)))
    assert len(found.pages) > 2
    assert len([text for text in found.elements if text.startswith("Hoster")]) == 40
