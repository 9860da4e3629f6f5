"""The pages of the window, as data: name, words, icon, who may see it, and where it lives."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from station.core.i18n import N_

if TYPE_CHECKING:
    from station.services.session import Session
    from station.wiring import Station

CARE: Final = frozenset({"nurse", "substitute", "leader"})
EVERYONE: Final = CARE | {"benefit"}


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page: `target` is "module:Class" and is imported when the page is first opened.

    `ahead` gives what the page wants to know first, asked while the page is being built.
    """

    name: str
    title: str
    icon: str
    target: str
    roles: frozenset[str] = CARE
    on_rail: bool = True
    ahead: "Callable[[Station, Session], object] | None" = None


PAGES: Final[tuple[PageEntry, ...]] = (
    PageEntry(
        "today",
        N_("Today"),
        "today",
        "station.views.today.page:TodayPage",
        ahead=lambda station, session: station.worklist.rows(session),
    ),
    PageEntry("patients", N_("Patients"), "patients", "station.views.patients.page:PatientsPage"),
    PageEntry("plans", N_("Plans"), "plans", "station.views.plans.page:PlansPage"),
    PageEntry("inbox", N_("Inbox"), "inbox", "station.views.inbox.page:InboxPage"),
    PageEntry(
        "equipment", N_("Equipment"), "devices", "station.views.equipment.page:EquipmentPage"
    ),
    PageEntry(
        "equipment_overview",
        N_("All equipment"),
        "devices",
        "station.views.overview.page:OverviewPage",
        on_rail=False,
    ),
    PageEntry(
        "equipment_import",
        N_("Take in a list of equipment"),
        "devices",
        "station.views.equipment_import.page:EquipmentImportPage",
        on_rail=False,
    ),
    PageEntry(
        "labels",
        N_("Labels"),
        "print",
        "station.views.labels.page:LabelsPage",
        on_rail=False,
    ),
    PageEntry(
        "pair_device",
        N_("Pair a device"),
        "devices",
        "station.views.pairing.page:PairingPage",
        on_rail=False,
    ),
    PageEntry(
        "measure_now",
        N_("Measure now"),
        "devices",
        "station.views.measure.page:MeasurePage",
        on_rail=False,
    ),
    PageEntry(
        "hand_out",
        N_("Handing out"),
        "devices",
        "station.views.handout.page:HandOutPage",
        on_rail=False,
    ),
    PageEntry(
        "hand_out_tablet",
        N_("The lent tablet"),
        "devices",
        "station.views.tablets.page:TabletPage",
        on_rail=False,
    ),
    PageEntry(
        "take_back",
        N_("Take in equipment"),
        "devices",
        "station.views.returning.page:TakeBackPage",
        on_rail=False,
    ),
    PageEntry(
        "exchange",
        N_("Exchange without a network"),
        "sync",
        "station.views.exchange.page:ExchangePage",
        on_rail=False,
    ),
    PageEntry(
        "readings",
        N_("New reading"),
        "inbox",
        "station.views.readings.page:ReadingsPage",
        on_rail=False,
    ),
    PageEntry("why", N_("Why?"), "inbox", "station.views.why.page:WhyPage", on_rail=False),
    PageEntry(
        "prints", N_("Print"), "print", "station.views.prints.page:PrintsPage", on_rail=False
    ),
    PageEntry("forms", N_("Forms"), "inbox", "station.views.forms.page:FormsPage", on_rail=False),
    PageEntry(
        "form_builder",
        N_("Forms of the service"),
        "plans",
        "station.views.formbuilder.page:FormBuilderPage",
        on_rail=False,
    ),
    PageEntry(
        "paper",
        N_("Register paper from the GP"),
        "plans",
        "station.views.paper.page:PaperPage",
        on_rail=False,
    ),
    PageEntry(
        "templates",
        N_("Plan templates"),
        "plans",
        "station.views.templates.page:TemplatesPage",
        on_rail=False,
    ),
    PageEntry(
        "workshop",
        N_("Threshold workshop"),
        "plans",
        "station.views.workshop.page:WorkshopPage",
        on_rail=False,
    ),
    PageEntry("visits", N_("Visits"), "visits", "station.views.visits.page:VisitsPage"),
    PageEntry(
        "settings",
        N_("Settings"),
        "settings",
        "station.views.settings.page:SettingsPage",
        EVERYONE,
    ),
    PageEntry("sync", N_("Sync"), "sync", "station.views.sync.page:SyncPage", EVERYONE),
)
"""In the order of the rail, which is the order of Alt+1 to Alt+8."""


def is_imported(module: str) -> bool:
    """Tell whether a module is there in full; while another thread imports it, it is not."""
    found = sys.modules.get(module)
    return found is not None and not getattr(found.__spec__, "_initializing", False)


@dataclass(frozen=True, slots=True)
class SearchSource:
    """A search that the box at the top asks: "module:function" of (station, session, text)."""

    target: str
    roles: frozenset[str] = CARE


SEARCH: Final[tuple[SearchSource, ...]] = (
    SearchSource("station.views.paper.search:find"),
    SearchSource("station.views.workshop.search:find"),
    SearchSource("station.views.patients.search:find"),
    SearchSource("station.views.equipment.search:find"),
    SearchSource("station.views.formbuilder.search:find"),
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that a search found, and the page and subject it opens."""

    title: str
    detail: str
    page: str
    subject: str
