"""The proposed limits, each with what it stands on and a button; none is ever taken by itself."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.rules.limits import Limit
from station.rules.wording_workshop import lack_text, proposal_text
from station.rules.workshop import Basis, Proposal, Usual, propose
from station.views.style import Card, button, current, label
from station.views.workshop.words import proposal_title


class Proposals(Card):
    """`used` carries the limit of the proposal that a person chose."""

    used = Signal(object)

    def __init__(self, component: str, found: Usual) -> None:
        super().__init__(margin=3)
        self.setObjectName("proposals")
        self._component, self._found = component, found
        self._shown: tuple[tuple[Proposal, bool], ...] | None = None
        self.body.addWidget(label(tr("Proposals"), "subheading"))
        self._list = QVBoxLayout()
        self._list.setSpacing(current().px(2))
        self.body.addLayout(self._list)

    def show_beside(self, limits: tuple[Limit, ...]) -> None:
        """Shows what is proposed beside these limits; red lies beyond a yellow that stands."""
        numbers = {_number(each) for each in limits}
        proposed = propose(self._component, self._found, limits)
        found = tuple((each, _number(each.limit) in numbers) for each in proposed)
        if found == self._shown:
            return
        self._shown = found
        while item := self._list.takeAt(0):
            if part := item.widget():
                part.hide()
                part.deleteLater()
        for at, (proposal, stands) in enumerate(found):
            self._list.addWidget(self._one(at, proposal, stands))
        if all(proposal.basis is not Basis.OWN for proposal, _ in found):
            lack = label(lack_text(self._component, self._found), "body", wrap=True)
            lack.setObjectName("no_proposal")
            self._list.addWidget(lack)

    def _one(self, at: int, proposal: Proposal, stands: bool) -> QWidget:
        holder = QWidget()
        holder.setObjectName(f"proposal_{at}")
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().px(2))
        column = QVBoxLayout()
        column.setSpacing(current().px(0.5))
        title = proposal_title(proposal)
        column.addWidget(label(title, "strong", wrap=True))
        column.addWidget(label(proposal_text(proposal), "small", wrap=True))
        row.addLayout(column, 1)
        use = button(tr("Stands already") if stands else tr("Use this proposal"))
        use.setObjectName(f"use_{at}")
        use.setAccessibleName(f"{use.text()}: {title}")
        use.setEnabled(not stands)
        use.clicked.connect(lambda _checked=False: self.used.emit(proposal.limit))
        row.addWidget(use, 0, Qt.AlignmentFlag.AlignVCenter)
        return holder


def _number(limit: Limit) -> tuple[object, ...]:
    return limit.level, limit.side, limit.operator, limit.value
