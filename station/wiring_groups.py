"""Groups of services that belong together, built from the record they share."""

import random
from threading import Event
from typing import TYPE_CHECKING, Protocol, TypedDict

from station.core.clock import Clock
from station.services.channels.channels import Channels
from station.services.channels.gp_sending import GpSending
from station.services.channels.round import run_all
from station.services.channels.run import Work
from station.services.conflicts.conflicts import Conflicts
from station.services.equipment.checks import Checks
from station.services.equipment.device_photos import DevicePhotos
from station.services.equipment.ending import Ending
from station.services.equipment.kits import Kits
from station.services.equipment.label_finding import LabelFinding
from station.services.equipment.lending import Lending
from station.services.equipment.register import Equipment
from station.services.equipment.support_cases import SupportCases
from station.services.export.shared import SharedExports
from station.services.export.tables import SharedTables
from station.services.handing_out.handing_out import HandingOut
from station.services.handing_out.homes import Homes
from station.services.handing_out.institutions import Institutions
from station.services.handing_out.replacing import Replacing
from station.services.handing_out.trainings import Trainings
from station.services.measuring.measuring import Measuring
from station.services.paper.paper import Paper
from station.services.patients.documents import Documents
from station.services.plans.elsewhere import Elsewhere
from station.services.plans.joining import PlanJoining
from station.services.plans.plans import Plans
from station.services.plans.templates import Templates
from station.services.plans.workshop import Workshops
from station.services.prints.driving_list import DrivingPrints
from station.services.prints.labels import LabelsPrint
from station.services.prints.plan import PlanPrints
from station.services.prints.receipt import ReceiptPrints
from station.services.radio.listening import Listening, MakeRadio
from station.services.record import Record
from station.services.stock.exporting import EquipmentExports
from station.services.stock.forecast import StockForecasts
from station.services.stock.importing import EquipmentImport
from station.services.stock.licences import Licences
from station.services.stock.overview import Overviews
from station.services.sync.central import syncing
from station.services.sync.check import CheckedCentral, CheckedLine
from station.services.sync.items import SyncItems
from station.services.sync.keys import SyncKeys
from station.services.sync.run_seams import CentralService
from station.services.sync.setup import ChannelSettings, SyncSetup
from station.services.sync.syncing import Later, Syncing
from station.services.sync.testing import SyncTesting
from station.services.sync.values import Report
from station.services.tablets.tablets import Tablets
from station.services.visits.driving import Driving
from station.services.visits.visits import Visits
from station.sync.fhir import TYPES

if TYPE_CHECKING:
    from station.security.servicekeys import ServiceKeys
    from station.sync.http import Signer


class DeviceGroup(TypedDict):
    """Meters and tablets."""

    lending: Lending
    measuring: Measuring
    tablets: Tablets
    listening: Listening


def devices(record: Record, radio: MakeRadio) -> DeviceGroup:
    """Builds what has to do with meters and tablets."""
    lending, measuring, tablets = Lending(record), Measuring(record), Tablets(record)
    return DeviceGroup(
        lending=lending,
        measuring=measuring,
        tablets=tablets,
        listening=Listening(record, measuring, lending, tablets, radio),
    )


class EquipmentGroup(TypedDict):
    """The register of equipment."""

    equipment: Equipment
    checks: Checks
    device_photos: DevicePhotos
    kits: Kits
    equipment_import: EquipmentImport
    labels_print: LabelsPrint
    label_finding: LabelFinding
    support_cases: SupportCases
    licences: Licences
    stock_forecasts: StockForecasts
    overviews: Overviews
    equipment_exports: EquipmentExports


def equipment(record: Record) -> EquipmentGroup:
    """Builds what has to do with the register of equipment."""
    return EquipmentGroup(
        equipment=Equipment(record),
        checks=Checks(record),
        device_photos=DevicePhotos(record),
        kits=Kits(record),
        equipment_import=EquipmentImport(record),
        labels_print=LabelsPrint(record),
        label_finding=LabelFinding(record),
        support_cases=SupportCases(record),
        licences=Licences(record),
        stock_forecasts=StockForecasts(record),
        overviews=Overviews(record),
        equipment_exports=EquipmentExports(record),
    )


class HandingOutGroup(TypedDict):
    """Handing out and taking back."""

    handing_out: HandingOut
    replacing: Replacing
    institutions: Institutions
    trainings: Trainings
    homes: Homes
    ending: Ending
    receipt_prints: ReceiptPrints


def handing_out(record: Record) -> HandingOutGroup:
    """Builds what has to do with handing out and taking back."""
    return HandingOutGroup(
        handing_out=HandingOut(record),
        replacing=Replacing(record),
        institutions=Institutions(record),
        trainings=Trainings(record),
        homes=Homes(record),
        ending=Ending(record),
        receipt_prints=ReceiptPrints(record),
    )


class VisitingGroup(TypedDict):
    """Driving to people."""

    visits: Visits
    driving: Driving
    driving_prints: DrivingPrints


def visiting(record: Record) -> VisitingGroup:
    """Builds what has to do with driving to people."""
    return VisitingGroup(
        visits=Visits(record), driving=Driving(record), driving_prints=DrivingPrints(record)
    )


class PlanningGroup(TypedDict):
    """Plans."""

    plans: Plans
    templates: Templates
    plan_prints: PlanPrints
    paper: Paper
    documents: Documents
    plan_joining: PlanJoining
    workshops: Workshops
    elsewhere: Elsewhere


def planning(record: Record) -> PlanningGroup:
    """Builds what has to do with plans."""
    plans = Plans(record)
    return PlanningGroup(
        plans=plans,
        templates=Templates(record),
        plan_prints=PlanPrints(record),
        paper=Paper(record),
        documents=Documents(record),
        plan_joining=PlanJoining(record, plans),
        workshops=Workshops(record, plans),
        elsewhere=Elsewhere(record, plans),
    )


class SharingGroup(TypedDict):
    """The exchange with the central service, other services and other stations."""

    syncing: Syncing
    sync_setup: SyncSetup
    sync_keys: SyncKeys
    sync_testing: SyncTesting
    sync_items: SyncItems
    conflicts: Conflicts
    channels: Channels
    gp_sending: GpSending
    shared_exports: SharedExports
    shared_tables: SharedTables


class AnyCentral(CentralService, CheckedCentral, Protocol):
    """The central service, as runs use it and as the test looks at it."""


class AnyLine(CheckedLine, Protocol):
    """A line to it (station.services.sync.line.Line is one)."""

    @property
    def central(self) -> AnyCentral:
        """The service at its other end."""
        ...


class Outside:
    """What lies beyond the PC: services, keys in the system's keyring, and the time until a run.

    The network's libraries load when they are first needed. The pictures put another in its place.
    """

    later: Later | None = None
    """What lets a run begin after some seconds; None for the usual timer."""

    def __init__(self, clock: Clock) -> None:
        """Tell the time by `clock`."""
        self._clock = clock

    def line(self, settings: ChannelSettings, station: str, stop: Event) -> AnyLine:
        """Opens a line to the central service."""
        from station.services.sync.line import Line

        return Line(settings, station, self._clock, stop)

    def others(self, work: Work, stop: Event) -> tuple[Report, ...]:
        """Runs the channels to national services and to GPs."""
        return run_all(work, self._clock, stop, _signer, random.random)

    def keys(self, station: str) -> "ServiceKeys":
        """Gives the keys of a station."""
        from station.services.sync.line import keys_of

        return keys_of(station)


def sharing(record: Record, outside: Outside) -> SharingGroup:
    """Builds what has to do with others; the network is touched when it is first used."""
    return SharingGroup(
        syncing=syncing(record, outside.line, outside.later, outside.others),
        sync_setup=SyncSetup(record),
        sync_keys=SyncKeys(record, outside.keys),
        sync_testing=SyncTesting(record, outside.line, TYPES),
        sync_items=SyncItems(record),
        conflicts=Conflicts(record),
        channels=Channels(record),
        gp_sending=GpSending(record),
        shared_exports=SharedExports(record),
        shared_tables=SharedTables(record),
    )


def _signer(settings: ChannelSettings, station: str, clock: Clock, stop: Event) -> "Signer":
    from station.services.sync.line import signer

    return signer(settings, station, clock, stop)
