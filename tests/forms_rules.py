"""Forms for tests of rules: small ones made by hand."""

from station.rules.forms import (
    Branch,
    Choice,
    Comparison,
    Form,
    Item,
    ItemKind,
    Step,
    Total,
    Words,
)
from station.rules.limits import Level


def said(text: str) -> Words:
    return Words(text, text, text)


YES_NO = (Choice(0, said("Nei"), Level.GREEN), Choice(1, said("Ja"), Level.RED))
COUGH = Item("cough", ItemKind.CHOICE, said("Hoster du?"), said("Hoste"), choices=YES_NO)
HOW_MUCH = Item(
    "amount",
    ItemKind.SCALE,
    said("Hvor mye?"),
    cannot_say=True,
    levels=(Step(4, Level.YELLOW), Step(7, Level.RED)),
    shown_if=Branch("cough", Comparison.IS, 1),
)
COUNT = Item(
    "count", ItemKind.NUMBER, said("Antall"), least=0, most=9.5, decimals=1, required=False
)
FREE = Item("free", ItemKind.TEXT, said("Fortell"), required=False)
SUM = Total("total", said("Sum"), ("cough", "amount"), levels=(Step(5, Level.YELLOW),))
FORM = Form("day", 1, said("Dagen"), Words(), Words(), (COUGH, HOW_MUCH, COUNT, FREE), (SUM,))
