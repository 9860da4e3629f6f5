"""How a deed on the page of visits is asked for, and what is said when it was or was not done."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from station.core.trouble import Trouble
from station.services.visits.driving import Round
from station.views.context import Context
from station.views.patients.inplace import InPlace
from station.views.style import scrolled
from station.views.visits.forms import refuse
from station.views.visits.left import LeftSide
from station.views.visits.round import RoundView

T = TypeVar("T")


class Screen(Protocol):
    """What the deeds are done on: the page of visits."""

    day: date
    left: LeftSide
    round_view: RoundView

    @property
    def context(self) -> Context:
        """What every page is handed."""

    @property
    def today(self) -> date:
        """The local day."""

    @property
    def round(self) -> Round | None:
        """The round that is shown."""

    def stand_at(self, round_id: str) -> None:
        """Shows this round of the day once it has come."""

    def look(self) -> None:
        """Asks for everything as it is now."""

    def say(self, trouble: Trouble | None) -> None:
        """Says what went wrong, or nothing any more."""

    def put(self, form: QWidget, begin: Callable[[], object] | None = None) -> None:
        """Lets a form stand where the round stood."""

    def close_form(self) -> None:
        """Shows the round again."""


class Doing(QObject):
    """Every wish goes over the bridge; it ends with `owner`."""

    def __init__(self, page: Screen, owner: QObject) -> None:
        super().__init__(owner)
        self._page = page
        self._session, self._bridge = page.context.session, page.context.bridge

    def _do(self, job: Callable[[], T], then: Callable[[T], object] | None = None) -> None:
        """Does something, says what stands in its way, and shows the day as it is then."""
        page = self._page

        def done(result: T) -> None:
            page.say(None)
            if then is not None:
                then(result)

        def failed(trouble: Trouble) -> None:
            page.say(trouble)
            page.look()

        self._bridge.ask(self, job, done, failed)

    def _save(
        self,
        form: InPlace,
        job: Callable[[], object],
        said: str,
        undo: Callable[[], object] | None = None,
    ) -> None:
        self._bridge.ask(form, job, lambda _none: self._finished(said, undo), partial(refuse, form))

    def _finished(self, said: str, undo: Callable[[], object] | None = None) -> None:
        self._page.context.toast(said, undo)
        self._page.close_form()
        self._page.look()

    def _put(self, form: InPlace) -> None:
        form.cancelled.connect(self._page.close_form)
        self._page.put(scrolled(form), form.begin)
