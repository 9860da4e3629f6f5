"""What is shown when Station cannot open here: what happened, what is safe, what to do."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QWidget

from station.core.i18n import tr
from station.core.trouble import Trouble
from station.views.signin.view import middle_column
from station.views.style.controls import button
from station.views.style.flow import FlowLayout
from station.views.style.frames import Card, IconMark, scrolled
from station.views.style.text import heading, label
from station.views.style.theme import current


@dataclass(frozen=True, slots=True)
class Offer:
    """A way out of a trouble: what it would do in a sentence, its button's words, and the act."""

    words: str
    name: str
    act: Callable[[], object]


class RefusalView(QWidget):
    """One trouble on a page of its own, with «Prøv igjen» and «Lukk Station», maybe an offer."""

    def __init__(
        self,
        trouble: Trouble,
        again: Callable[[], object],
        leave: Callable[[], object],
        offer: Offer | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("refusal")
        self.setProperty("surface", "ground")
        in_use = trouble.code == "in_use"
        title = tr("Station is already open") if in_use else tr("Station cannot open")
        theme = current()
        content = QWidget()
        column = middle_column(content)
        card = Card(6)
        card.body.setSpacing(theme.px(4))
        card.body.addWidget(IconMark("lock" if in_use else "warning", 9))
        card.body.addWidget(heading(title, wrap=True))
        words = label(trouble.sentence(), wrap=True)
        words.setObjectName("refusal_words")
        card.body.addWidget(words)
        if not in_use:
            card.body.addWidget(label(tr("Nothing was changed or deleted."), "muted", wrap=True))
        choices = [
            ("again", tr("Try again"), again, True),
            ("leave", tr("Close Station"), leave, False),
        ]
        if offer is not None:
            words = label(offer.words, wrap=True)
            words.setObjectName("offer_words")
            card.body.addWidget(words)
            choices.insert(1, ("offer", offer.name, offer.act, False))
        actions = FlowLayout(gap=theme.px(2))
        for name, text, act, primary in choices:
            made = button(text, primary=primary)
            made.setObjectName(name)
            made.clicked.connect(lambda _checked=False, act=act: act())
            actions.addWidget(made)
        card.body.addLayout(actions)
        column.addStretch(2)
        column.addWidget(card)
        column.addStretch(3)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(content))
        self.setAccessibleName(f"{title}. {trouble.sentence()}")
