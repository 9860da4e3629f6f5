"""From a document to a checked file: the only door of the printing room."""

from station.core.i18n import speaking
from station.printing.access import access_sheet
from station.printing.documents import (
    AccessList,
    Document,
    Flowing,
    FormDocument,
    PlanDocument,
    ReceiptDocument,
    RecoverySheet,
    ReportDocument,
    Shape,
    TrendDocument,
)
from station.printing.fonts import refuse_lacking, width
from station.printing.form import form_sheet
from station.printing.large import large_plan_sheet
from station.printing.pages import Sheet, printed
from station.printing.plan import plan_sheet
from station.printing.receipt import receipt_pages
from station.printing.recovery import recovery_sheet
from station.printing.report import report_sheet
from station.printing.trend import trend_sheet
from station.printing.verify import every_text, verify


def render(document: Document) -> bytes:
    """Print `document` in its own language and give a PDF whose text has been compared with it.

    The same document gives the same bytes. Raises Trouble when a text has characters that the
    typeface lacks, or cannot be read back whole; then there is no file.
    """
    for text in every_text(document):
        refuse_lacking(text)
    try:
        with speaking(document.identity.language):
            pdf = _made(document)
            verify(pdf, document)
    finally:
        # Measured words are remembered while one print is made; a recovery code must not stay.
        width.cache_clear()
    return pdf


def fits_one_page(document: Flowing) -> bool:
    """Tell whether a document stands on one page, without making it."""
    with speaking(document.identity.language):
        return lay_out(document).spare() >= 0


def _made(document: Document) -> bytes:
    if isinstance(document, ReceiptDocument):
        return receipt_pages(document)
    return printed(lay_out(document))


def lay_out(document: Flowing) -> Sheet:
    """Lay the document out in the language spoken now."""
    match document:
        case PlanDocument():
            normal = document.shape is Shape.NORMAL
            return plan_sheet(document) if normal else large_plan_sheet(document)
        case TrendDocument():
            return trend_sheet(document)
        case RecoverySheet():
            return recovery_sheet(document)
        case AccessList():
            return access_sheet(document)
        case FormDocument():
            return form_sheet(document)
        case ReportDocument():
            return report_sheet(document)
