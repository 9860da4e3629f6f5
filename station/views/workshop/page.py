"""The page of the threshold workshop, opened for one patient, or one component of hers."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.bus import ChangeSet
from station.core.i18n import tr
from station.core.trouble import Trouble
from station.rules.limits import Limit
from station.services.plans.workshop import Span, Workshop
from station.views.charts.data import PanelData
from station.views.context import Context
from station.views.page import Draft, Page
from station.views.stage import Stage
from station.views.style import StateView, current
from station.views.workshop.bench import Bench
from station.views.workshop.chartdata import panel_data

PAGE = "workshop"
_MARK = ":"


class WorkshopPage(Page):
    """Opens the workshop, which leaves a row in the log, and takes what was chosen to the draft.

    Its subject is a patient's id, or that and a component: "<id>:spo2".
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._workshops = context.station.workshops
        self._patient = ""
        self._chosen: dict[str, tuple[Limit, ...]] = {}
        self.bench: Bench | None = None
        self._wanted: tuple[str, Span] | None = None
        """What was chosen to look at last; it may be on its way."""
        side = current().px(3)
        column = QVBoxLayout(self)
        column.setContentsMargins(side, side, side, side)
        self._stage = Stage(context.bridge, self, column)

    def opened(self, subject: str | None) -> None:
        """Comes to the front for a patient; the same one once more keeps what was chosen."""
        patient, _, component = (subject or "").partition(_MARK)
        if not patient:
            self._put(StateView("empty", tr("Open a patient's plan, and the workshop from there.")))
            return
        same = self.bench is not None and patient == self._patient
        if same and component in ("", self.bench.shown.component if self.bench else ""):
            return
        if patient != self._patient:
            self._chosen.clear()
        self._patient = patient
        self._put(StateView("loading"))
        job = partial(self._workshops.open, self.context.session, patient, component)
        self._ask(job)

    def changed(self, changes: ChangeSet) -> None:
        """Counts anew when readings came or the plan changed, unless something is being chosen."""
        news = changes.topics & {"readings", "plans", "patients"}
        idle = self.bench is not None and not self.bench.touched
        if news and idle and self._patient in changes.patients and self.bench is not None:
            shown = self.bench.shown
            wanted = self._wanted or (shown.component, shown.span)
            self._ask(self._looking(*wanted), self._show_newer)

    def draft_key(self) -> tuple[str, str] | None:
        """Chosen limits belong to the patient on the bench."""
        return (PAGE, self._patient) if self._patient else None

    def draft(self) -> Draft | None:
        """The limits that were chosen, by component, and not taken into the draft."""
        self._keep()
        if self.bench is None or not self._chosen:
            return None
        return {
            "component": self.bench.shown.component,
            "span": self.bench.shown.span.value,
            "limits": {
                code: [limit.to_data() for limit in limits] for code, limits in self._chosen.items()
            },
        }

    def restore(self, draft: Draft) -> None:
        """Puts the chosen limits back on the bench."""
        kept = draft["limits"]
        if isinstance(kept, dict):
            self._chosen = {
                str(code): tuple(Limit.from_data(each) for each in limits)
                for code, limits in kept.items()
            }
        self._put(StateView("loading"))
        self._look(str(draft["component"]), str(draft["span"]))

    # ---------------------------------------------------------------------------- showing

    def _look(self, component: str, span: str) -> None:
        self._keep()
        self._wanted = (component, Span(span))
        self._ask(self._looking(*self._wanted))

    def _looking(self, component: str, span: Span) -> Callable[[], Workshop]:
        session = self.context.session
        return partial(self._workshops.look, session, self._patient, component, span)

    def _ask(
        self,
        job: Callable[[], Workshop],
        then: Callable[[Workshop, PanelData], None] | None = None,
    ) -> None:
        def find() -> tuple[Workshop, PanelData]:
            # The arrays too: of 26,000 readings they take longer than any turn of the window.
            shown = job()
            return shown, panel_data(shown)

        show = then or self._show
        self.context.bridge.ask(self, find, lambda found: show(*found), self._failed)

    def _show_newer(self, shown: Workshop, drawn: PanelData) -> None:
        # What was begun while the answer was on its way stays: a limit may be under the hand.
        if self.bench is not None and not self.bench.touched:
            self._show(shown, drawn)

    def _keep(self) -> None:
        """Remembers what was chosen for the component on the bench, while another is looked at."""
        if self.bench is None:
            return
        if self.bench.touched:
            self._chosen[self.bench.shown.component] = self.bench.limits
        else:
            self._chosen.pop(self.bench.shown.component, None)

    def _show(self, shown: Workshop, drawn: PanelData) -> None:
        if shown.person.patient_id != self._patient:
            return
        self._keep()
        bench = Bench(shown, drawn, self._chosen.get(shown.component))
        bench.left.connect(lambda: self.context.go("plans", self._patient))
        bench.looked_for.connect(self._look)
        bench.taken.connect(partial(self._take, bench))
        self._stage.put(bench, partial(self._stands, bench, drawn))

    def _stands(self, bench: Bench, drawn: PanelData) -> None:
        """Takes in what was done to the bench before in its last turn, then works on this one."""
        before = self.bench
        self._keep()
        component = bench.shown.component
        same = before is not None and before.shown.component == component
        if same and self._chosen.get(component, bench.limits) != bench.limits:
            self._show(bench.shown, drawn)
            return
        self.bench = bench
        bench.begin()

    def _failed(self, trouble: Trouble) -> None:
        state = StateView("failed", trouble.sentence())
        back = state.add_action(tr("To the plans"), lambda: self.context.go("plans"))
        back.setObjectName("leave_failed")
        self._put(state)

    def _put(self, widget: QWidget) -> None:
        self.bench = self._wanted = None
        self._stage.put_at_once(widget)

    # ----------------------------------------------------------------------------- taking

    def _take(self, bench: Bench, limits: tuple[Limit, ...]) -> None:
        shown = bench.shown
        before = shown.draft.limits if shown.draft else None
        job = partial(
            self._workshops.take,
            self.context.session,
            self._patient,
            shown.component,
            limits,
            before,
        )

        def taken(_draft: str) -> None:
            self.context.toast(tr("The limits are in the draft"))
            self._chosen.pop(shown.component, None)
            bench.stored = limits
            self._look(shown.component, shown.span.value)

        self.context.bridge.ask(
            bench, job, taken, lambda trouble: bench.say_trouble(trouble.sentence())
        )
