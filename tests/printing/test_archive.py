"""The finished file: marked as PDF/UA-1 and PDF/A-2a, every stroke tagged, the same each time."""

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Name, Pdf

from station.core.i18n import speaking
from station.printing.documents import Document
from station.printing.pages import printed
from station.printing.press import lay_out, render
from tests.printing.receipts import RECEIPT, RECEIPTS
from tests.printing.samples import LONG, NYNORSK, PLAN, RECOVERY, TREND

DOCUMENTS = pytest.mark.parametrize(
    "document", [PLAN, NYNORSK, LONG, TREND, RECOVERY, RECEIPT, RECEIPTS]
)
PAINTING = {"Tj", "TJ", "f", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh", "'", '"'}


def _open(document: Document) -> Pdf:
    return Pdf.open(BytesIO(render(document)))


@DOCUMENTS
def test_nothing_is_painted_outside_a_tag_or_an_artifact(document: Document) -> None:
    with _open(document) as pdf:
        for page in pdf.pages:
            depth = 0
            for instruction in pikepdf.parse_content_stream(page):
                operator = str(instruction.operator)
                depth += (operator in {"BDC", "BMC"}) - (operator == "EMC")
                assert depth in {0, 1}
                assert depth == 1 or operator not in PAINTING
            assert depth == 0


@DOCUMENTS
def test_every_mark_leads_to_its_element_and_back(document: Document) -> None:
    with _open(document) as pdf:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        rows = [list(numbers[at]) for at in range(1, len(numbers), 2)]
        assert [page.obj.StructParents for page in pdf.pages] == list(range(len(rows)))
        for page, row in zip(pdf.pages, rows, strict=True):
            for number, element in enumerate(row):
                own = [kid for kid in element.K if "/MCID" in kid and number == kid.MCID]
                assert [kid.Pg.objgen for kid in own if kid.Pg.objgen == page.obj.objgen]


def test_the_file_says_what_it_is_and_in_which_language() -> None:
    with _open(NYNORSK) as pdf:
        assert str(pdf.Root.Lang) == "nn-NO"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.Root.OutputIntents[0].S == Name.GTS_PDFA1
        assert "/Info" not in pdf.trailer
        with pdf.open_metadata() as told:
            assert told["dc:title"] == NYNORSK.identity.title
            assert (told["pdfaid:part"], told["pdfaid:conformance"]) == ("2", "A")
            assert told["pdfuaid:part"] == "1"


def test_every_typeface_is_embedded() -> None:
    with _open(PLAN) as pdf:
        fonts = pdf.pages[0].Resources.Font
        assert fonts
        assert all("/FontFile2" in font.FontDescriptor for font in fonts.values())


def test_figures_say_in_words_what_they_show_and_table_heads_what_they_head() -> None:
    with _open(PLAN) as pdf:
        found = [item for item in pdf.objects if "/S" in _dictionary(item) and "/P" in item]
        figures = [str(item.Alt) for item in found if Name.Figure == item.S]
        heads = [str(item.A.Scope) for item in found if item.S == Name.TH]
        assert PLAN.trend is not None
        assert PLAN.trend.description in figures
        assert (heads.count("/Column"), heads.count("/Row")) == (5, 2)


def _dictionary(item: pikepdf.Object) -> pikepdf.Object | dict[str, str]:
    return item if isinstance(item, pikepdf.Dictionary) else {}


@DOCUMENTS
def test_the_same_document_gives_the_same_bytes(document: Document) -> None:
    assert render(document) == render(document)


def test_an_untagged_print_claims_nothing() -> None:
    with speaking("nb"), Pdf.open(BytesIO(printed(lay_out(PLAN), tagged=False))) as pdf:
        assert "/StructTreeRoot" not in pdf.Root
