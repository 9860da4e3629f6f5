"""The page of patients where there is room for one of its parts only."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from station.views.patients.page import NARROW
from station.views.style import current
from tests.patient_office import Office


class Together(QObject):
    """Notes whether two parts were ever shown at the same time."""

    def __init__(self, *parts: QWidget) -> None:
        super().__init__()
        self.parts, self.seen = parts, list[bool]()
        for part in parts:
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Looks at the others whenever one is shown."""
        if event.type() == QEvent.Type.Show:
            self.seen.append(any(not each.isHidden() for each in self.parts if each is not watched))
        return False


def test_on_a_narrow_page_one_part_is_hidden_before_the_other_is_shown(office: Office) -> None:
    elg = office.register()
    office.settle()
    page = office.page
    page.resize(current().px(NARROW) - 10, 600)
    office.settle()
    together = Together(page._lists, page._card)
    page.opened(elg)
    office.settle()
    assert not page._card.isHidden()
    office.press("back_to_list")
    assert not page._lists.isHidden()
    assert len(together.seen) >= 2
    assert not any(together.seen)
    assert page.width() < current().px(NARROW)
