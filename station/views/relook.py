"""Another appearance on a window of many pages: the page in front at once, then one a turn."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QStackedWidget, QWidget

from station.views.steps import Steps


def put_on(room: QWidget | None, change: Callable[[], object]) -> None:
    """Calls `change`, which gives the window another style sheet.

    Only what is seen is within reach of the sheet meanwhile: a page that is taken out and put back
    is styled once, in a turn of its own, and in a third of the time. Those that are out go with
    the room, should it be destroyed first.
    """
    if not isinstance(room, QStackedWidget):
        change()
        return
    every = [room.widget(at) for at in range(room.count())]
    behind = [page for page in every if page is not None and page is not room.currentWidget()]
    attic = QWidget()
    room.destroyed.connect(attic.deleteLater)
    for page in behind:
        page.setParent(attic)
    change()
    Steps(room, [*(partial(_back, room, attic, page) for page in behind), attic.deleteLater])


def _back(room: QStackedWidget, attic: QWidget, page: QWidget) -> None:
    # One that somebody opened meanwhile stands there already.
    if page.parent() is attic:
        room.addWidget(page)
