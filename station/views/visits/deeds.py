"""What a person does on the page of visits: each deed asked for, said, and undone where it may."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import QObject

from station.core.i18n import ntr, tr
from station.rules.driving import Purpose
from station.rules.routing import Pair
from station.services.visits.driving import Ordered, Stop, WayLine
from station.services.visits.visits import Errand, NewVisit
from station.views.patients.inplace import InPlace
from station.views.prints.viewer import Made
from station.views.visits.doing import Doing, Screen
from station.views.visits.forms import (
    CallOffForm,
    CloseForm,
    DriverForm,
    ErrandForm,
    MoveForm,
    NotHomeForm,
)
from station.views.visits.printview import PrintView
from station.views.visits.ways import WaysForm

T = TypeVar("T")
Changed = Sequence[tuple[Pair, int | None, int | None]]
_DEVICE_PAGES: Final = {Purpose.BATTERY, Purpose.CALIBRATION}


class Deeds(Doing):
    """Does what was asked for on the page."""

    def __init__(self, page: Screen, owner: QObject) -> None:
        super().__init__(page, owner)
        context = page.context
        self._visits, self._driving = context.station.visits, context.station.driving
        self._prints = context.station.driving_prints

    # ------------------------------------------------------------------------------- errands

    def about_errand(self, name: str) -> None:
        """Does what a button below the list says."""
        if name == "errand_new":
            self.new_errand("")
        elif name == "errand_send":
            self._page.left.list.send()
        elif (line := self._page.left.list.chosen()) is not None:
            self._call_off(line)

    def new_errand(self, patient: str) -> None:
        """Opens the form for a new errand."""

        def show(houses: tuple[tuple[str, str], ...]) -> None:
            form = ErrandForm(self._page.context, houses, patient)
            form.saved.connect(partial(self._add, form))
            self._put(form)

        self._bridge.ask(self, partial(self._visits.houses, self._session), show)

    def plan(self, ids: Sequence[str], at: int | None = None) -> None:
        """Puts errands on the round of the day, before the stop at place `at` or last."""
        page, round_ = self._page, self._page.round
        if not ids:
            return
        known = round_.id if round_ is not None and round_.closed_at is None else None
        before = set(self._ids())

        def done(round_id: str) -> None:
            page.stand_at(round_id)
            said = ntr("{n} errand is on the round", "{n} errands are on the round", len(ids))
            page.context.toast(said, partial(self._unplan, round_id, before))

        self._do(partial(self._visits.plan, self._session, tuple(ids), page.day, known, at), done)

    def _unplan(self, round_id: str, before: set[str]) -> None:
        def job() -> None:
            found = self._driving.round(self._session, round_id)
            for stop in found.open_stops:
                if stop.errand.id not in before:
                    self._visits.take_off(self._session, stop.errand.id, round_id)

        self._do(job)

    def _add(self, form: InPlace, new: NewVisit) -> None:
        self._save(form, partial(self._visits.add, self._session, new), tr("On the list"))

    def _call_off(self, line: Errand) -> None:
        if not line.planned:
            self._page.context.toast(
                tr("This comes from the register: it goes when what it is about is done there.")
            )
            return
        form = CallOffForm(line.who)

        def save(reason: str) -> None:
            job = partial(self._visits.call_off, self._session, line.id, reason)
            self._save(form, job, tr("Called off"))

        form.saved.connect(save)
        self._put(form)

    # --------------------------------------------------------------------------------- round

    def about_round(self, name: str) -> None:
        """Does what a button of the round says."""
        acts: dict[str, Callable[[], object]] = {
            "round_propose": self._propose,
            "round_ways": self._ways,
            "round_print": self._print,
            "round_driver": self._driver,
            "round_close": self._close,
            "visit_done": self._done,
            "visit_not_home": self._not_home,
            "visit_move": self._move,
            "visit_off": lambda: self.take_off(self._stop_id()),
            "visit_undo": self._reopen,
            "visit_open": self._open,
            "visit_deed": self._deed,
        }
        acts[name]()

    def begin_round(self) -> None:
        """Begins another round of the day."""
        job = partial(self._driving.begin, self._session, self._page.day)
        self._do(job, self._page.stand_at)

    def shift(self, visit_id: str, place: int) -> None:
        """Lets a stop stand at another place of the round."""
        seen = self._ids()
        wanted = [each for each in seen if each != visit_id]
        wanted.insert(max(0, min(place, len(wanted))), visit_id)
        if wanted != seen:
            self._order(seen, wanted)

    def take_off(self, visit_id: str) -> None:
        """Puts a stop back on the list."""
        round_ = self._page.round
        if round_ is None or not visit_id:
            return
        day, found = self._page.day, round_.id
        place = self._ids().index(visit_id) if visit_id in self._ids() else None
        back = partial(self._visits.plan, self._session, (visit_id,), day, found, place)

        def done(_none: object) -> None:
            self._page.context.toast(tr("Back on the list"), partial(self._do, back))

        self._do(partial(self._visits.take_off, self._session, visit_id, found), done)

    def _order(self, seen: list[str], wanted: list[str]) -> None:
        round_ = self._page.round
        if round_ is not None:
            self._do(partial(self._visits.order, self._session, round_.id, seen, wanted))

    def _propose(self) -> None:
        round_ = self._page.round
        if round_ is None:
            return

        def done(found: Ordered) -> None:
            undo = partial(self._back_to, round_.id, list(found.before)) if found.changed else None
            self._page.context.toast(found.said, undo)

        self._do(partial(self._driving.propose, self._session, round_.id), done)

    def _back_to(self, round_id: str, before: list[str]) -> None:
        def job() -> None:
            stops = self._driving.round(self._session, round_id).stops
            seen = [each.errand.id for each in stops]
            self._visits.order(self._session, round_id, seen, before)

        self._do(job)

    def _ways(self) -> None:
        round_ = self._page.round
        if round_ is None:
            return

        def show(ways: tuple[WayLine, ...]) -> None:
            form = WaysForm(ways)
            form.saved.connect(partial(self._keep_ways, form))
            self._put(form)

        self._bridge.ask(self, partial(self._driving.ways, self._session, round_.id), show)

    def _keep_ways(self, form: WaysForm, changed: Changed) -> None:
        job = partial(self._driving.keep_ways, self._session, changed)
        self._bridge.ask(
            form,
            job,
            lambda _none: self._finished(tr("Saved")),
            lambda trouble: form.refuse(trouble.sentence()),
        )

    def _print(self) -> None:
        round_, context = self._page.round, self._page.context
        if round_ is None:
            return
        view = PrintView(context)
        view.left.connect(self._page.close_form)

        def make() -> Made:
            printed = self._prints.make(self._session, round_.id)

            def save(path: Path) -> None:
                self._prints.save(self._session, printed, path)

            note = partial(self._prints.note, self._session, printed)
            return Made(printed.pdf, printed.file_name, save, note)

        self._page.put(view, partial(view.begin, make))

    def _driver(self) -> None:
        round_ = self._page.round
        if round_ is None:
            return
        form = DriverForm(round_)

        def save(who: str) -> None:
            job = partial(self._driving.set_driver, self._session, round_.id, who)
            self._save(form, job, tr("Saved"))

        form.saved.connect(save)
        self._put(form)

    def _close(self) -> None:
        round_ = self._page.round
        if round_ is None:
            return
        if round_.closed_at is not None:
            self._do(partial(self._driving.reopen, self._session, round_.id))
            return
        if not round_.stops:
            self._do(partial(self._driving.remove, self._session, round_.id))
            return
        form = CloseForm(round_)

        def save(metres: int, minutes: int, note: str) -> None:
            job = partial(self._driving.close, self._session, round_.id, metres, minutes, note)
            undo = partial(self._do, partial(self._driving.reopen, self._session, round_.id))
            self._save(form, job, tr("The round is closed"), undo)

        form.saved.connect(save)
        self._put(form)

    # ---------------------------------------------------------------------------------- stop

    def _done(self) -> None:
        if (found := self._chosen()) is not None:
            stop, round_id = found
            job = partial(self._visits.done, self._session, stop.errand.id, round_id)
            self._do(job, partial(self._told, stop, round_id))

    def _not_home(self) -> None:
        if (found := self._chosen()) is not None:
            stop, round_id = found
            form = NotHomeForm(stop)

            def save(reason: str) -> None:
                job = partial(
                    self._visits.not_home, self._session, stop.errand.id, round_id, reason
                )
                self._save(form, job, tr("Back on the list"), self._undo(stop, round_id))

            form.saved.connect(save)
            self._put(form)

    def _move(self) -> None:
        if (found := self._chosen()) is not None:
            stop, round_id = found
            form = MoveForm(stop, max(self._page.day, self._page.today) + timedelta(days=1))

            def save(day: date, reason: str) -> None:
                job = partial(
                    self._visits.move, self._session, stop.errand.id, round_id, day, reason
                )
                self._save(form, job, tr("Moved"), self._undo(stop, round_id))

            form.saved.connect(save)
            self._put(form)

    def _reopen(self) -> None:
        if (found := self._chosen()) is not None:
            self._undo(*found)()

    def _open(self) -> None:
        if (found := self._chosen()) is not None and found[0].errand.patient_id:
            self._page.context.go("patients", found[0].errand.patient_id)

    def _deed(self) -> None:
        """Leads to the screen where the thing itself is done."""
        if (found := self._chosen()) is None:
            return
        errand, go = found[0].errand, self._page.context.go
        device = errand.devices[0].id if errand.devices else None
        if errand.purpose is Purpose.HANDOUT:
            go("hand_out", _borrower(errand))
        elif errand.purpose is Purpose.PICKUP:
            go("take_back", _borrower(errand))
        elif errand.purpose in _DEVICE_PAGES:
            go("equipment", device)
        elif errand.purpose is Purpose.PAPERS:
            go("plans", errand.patient_id)

    # -------------------------------------------------------------------------------- inside

    def _ids(self) -> list[str]:
        round_ = self._page.round
        return [each.errand.id for each in round_.stops] if round_ is not None else []

    def _stop_id(self) -> str:
        found = self._chosen()
        return found[0].errand.id if found is not None else ""

    def _chosen(self) -> tuple[Stop, str] | None:
        stop, round_ = self._page.round_view.chosen(), self._page.round
        return None if stop is None or round_ is None else (stop, round_.id)

    def _undo(self, stop: Stop, round_id: str) -> Callable[[], None]:
        job = partial(self._visits.reopen, self._session, stop.errand.id, round_id)
        return partial(self._do, job)

    def _told(self, stop: Stop, round_id: str, _none: object) -> None:
        words = tr("Done: {name}", name=stop.errand.who)
        self._page.context.toast(words, self._undo(stop, round_id))


def _borrower(errand: Errand) -> str:
    """Name who gets or gives back what is lent, as those screens are opened for somebody."""
    if errand.patient_id is not None:
        return f"patient/{errand.patient_id}"
    return f"institution/{errand.institution_id}"
