"""The check of a finished file: what is missing, changed or on the wrong page is found."""

from dataclasses import asdict, replace

import pytest

from station.core.i18n import speaking
from station.core.trouble import Trouble
from station.printing.documents import Document, Identity, words
from station.printing.pages import printed
from station.printing.press import lay_out, render
from station.printing.verify import every_text, read_back, verify
from tests.printing.samples import IDENTITY, LONG, PLAN, RECOVERY, TREND


def _refused(pdf: bytes, document: Document) -> str:
    with speaking("nb"), pytest.raises(Trouble) as caught:
        verify(pdf, document)
    assert caught.value.code == "print.lost"
    return str(caught.value.values["text"])


def test_a_text_that_is_not_in_the_file_is_found() -> None:
    missing = replace(PLAN, goal=words("Et annet mål"))
    assert _refused(render(PLAN), missing) == "Et annet mål"


def test_a_changed_character_is_found() -> None:
    assert PLAN.limits is not None
    row = replace(PLAN.limits.rows[0], red="< 85 %, én gang")
    changed = replace(PLAN, limits=replace(PLAN.limits, rows=(row, *PLAN.limits.rows[1:])))
    assert _refused(render(PLAN), changed) == "< 85 %, én gang"


def test_a_missing_space_is_found() -> None:
    assert _refused(render(PLAN), replace(PLAN, review=PLAN.review.replace("es s", "ess")))


def test_texts_in_another_order_are_found() -> None:
    assert _refused(render(PLAN), replace(PLAN, zones=PLAN.zones[::-1]))


def test_a_label_missing_from_a_figure_is_found() -> None:
    period = replace(TREND.period, ticks=(replace(TREND.period.ticks[0], text="28. okt."),))
    assert _refused(render(TREND), replace(TREND, period=period)) == "28. okt."


@pytest.mark.parametrize("field", ["person", "birth_date", "version", "code", "printed", "status"])
def test_a_page_that_does_not_say_whose_it_is_is_found(field: str) -> None:
    pdf = render(LONG)
    changed = Identity(**{**asdict(LONG.identity), field: "9999"})
    assert "9999" in _refused(pdf, replace(LONG, identity=changed))


def test_a_footer_missing_from_a_page_is_found() -> None:
    footer = (*IDENTITY.footer, "Ring 113 ved fare for liv.")
    pdf = render(RECOVERY)
    changed = replace(RECOVERY, identity=replace(RECOVERY.identity, footer=footer))
    assert _refused(pdf, changed) == footer[-1]


def test_a_long_text_is_cut_in_the_sentence() -> None:
    assert len(_refused(render(PLAN), replace(PLAN, goal=words("mål " * 100)))) == 41


def test_an_untagged_file_has_nothing_to_read() -> None:
    with speaking("nb"):
        untagged = printed(lay_out(PLAN), tagged=False)
    with pytest.raises(AttributeError):
        read_back(untagged)


def test_a_file_reads_as_it_is_meant_to_be_heard() -> None:
    found = read_back(render(PLAN))
    assert found.elements[1] == "Min egenbehandlingsplan"
    assert "SpO₂ 89 % eller mer i ro." in found.elements
    assert len(found.pages) == 1


def test_hyphens_at_the_ends_of_lines_stay_hyphens() -> None:
    text = words("Guovdageaidnu-Kautokeino-" * 12)
    found = read_back(render(replace(PLAN, goal=text)))
    assert any(str(text) in element for element in found.elements)


def test_every_text_includes_what_is_only_heard() -> None:
    found = set(every_text(PLAN))
    assert PLAN.trend is not None
    assert {PLAN.trend.description, "Rask Elg", "89", str(PLAN.goal)} <= found
    assert "yellow" not in found
