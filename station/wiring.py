"""The composition root, without Qt: builds every object and hands it what it needs."""

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station import wiring_groups as groups
from station.core.bus import Bus
from station.core.clock import Clock, SystemClock
from station.core.lanes import Lane
from station.core.paths import Home
from station.models.driver import dbapi
from station.models.instance import InstanceLock
from station.security.passwords import Cost
from station.services.alerts.alerts import Alerts
from station.services.alerts.precision import Precision
from station.services.alerts.snoozing import Snoozing
from station.services.care.following import Following
from station.services.care.statuses import Statuses
from station.services.channels.channels import Channels
from station.services.channels.gp_sending import GpSending
from station.services.conflicts.conflicts import Conflicts
from station.services.drafts import Drafts
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
from station.services.forms.answer_receiving import AnswerReceiving
from station.services.forms.answers import Answers
from station.services.forms.forms import Forms
from station.services.handing_out.handing_out import HandingOut
from station.services.handing_out.homes import Homes
from station.services.handing_out.institutions import Institutions
from station.services.handing_out.replacing import Replacing
from station.services.handing_out.trainings import Trainings
from station.services.measuring.measuring import Measuring
from station.services.office.auditing import Auditing
from station.services.office.backups import Backups
from station.services.office.frame import Frame
from station.services.office.office import Office
from station.services.office.restoring import finish
from station.services.office.safety import Safety
from station.services.office.signin import SignIn
from station.services.office.staff import Staff
from station.services.paper.paper import Paper
from station.services.patients.consents import Consents
from station.services.patients.documents import Documents
from station.services.patients.links import Links
from station.services.patients.register import Patients
from station.services.patients.relatives import Relatives
from station.services.plans.elsewhere import Elsewhere
from station.services.plans.gp_visits import GpVisits
from station.services.plans.joining import PlanJoining
from station.services.plans.meetings import Meetings
from station.services.plans.plans import Plans
from station.services.plans.templates import Templates
from station.services.plans.workshop import Workshops
from station.services.prints.access import AccessPrints
from station.services.prints.driving_list import DrivingPrints
from station.services.prints.form_sheet import FormPrints
from station.services.prints.labels import LabelsPrint
from station.services.prints.plan import PlanPrints
from station.services.prints.receipt import ReceiptPrints
from station.services.prints.report import ReportPrints
from station.services.quarantine.quarantine import Quarantine
from station.services.radio.listening import Listening, MakeRadio
from station.services.readings.entry import Entry
from station.services.readings.importing import Importing
from station.services.readings.manual import Manual
from station.services.readings.moving import Moving
from station.services.record import Record
from station.services.stock.exporting import EquipmentExports
from station.services.stock.forecast import StockForecasts
from station.services.stock.importing import EquipmentImport
from station.services.stock.licences import Licences
from station.services.stock.overview import Overviews
from station.services.sync.items import SyncItems
from station.services.sync.keys import SyncKeys
from station.services.sync.setup import SyncSetup
from station.services.sync.syncing import Syncing
from station.services.sync.testing import SyncTesting
from station.services.tablets.tablets import Tablets
from station.services.today.acknowledging import Acknowledging
from station.services.today.card import Cards
from station.services.today.suppressed import Suppressed
from station.services.today.watch import Sweeper
from station.services.today.worklist import Worklist
from station.services.visits.driving import Driving
from station.services.visits.visits import Visits
from station.services.why.explaining import Explaining

if TYPE_CHECKING:
    from station.devices.radio import Radio


@dataclass(frozen=True, slots=True)
class Station:
    """All services of one running program; the window and the commands stand on it."""

    home: Home
    clock: Clock
    bus: Bus
    record: Record
    door: SignIn
    staff: Staff
    backups: Backups
    drafts: Drafts
    frame: Frame
    patients: Patients
    relatives: Relatives
    links: Links
    consents: Consents
    statuses: Statuses
    worklist: Worklist
    alerts: Alerts
    snoozing: Snoozing
    following: Following
    acknowledging: Acknowledging
    suppressed: Suppressed
    precision: Precision
    cards: Cards
    sweeper: Sweeper
    plans: Plans
    templates: Templates
    plan_prints: PlanPrints
    paper: Paper
    documents: Documents
    plan_joining: PlanJoining
    workshops: Workshops
    elsewhere: Elsewhere
    meetings: Meetings
    gp_visits: GpVisits
    forms: Forms
    answers: Answers
    answer_receiving: AnswerReceiving
    form_prints: FormPrints
    report_prints: ReportPrints
    entry: Entry
    manual: Manual
    moving: Moving
    explaining: Explaining
    importing: Importing
    quarantine: Quarantine
    lending: Lending
    measuring: Measuring
    tablets: Tablets
    listening: Listening
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
    handing_out: HandingOut
    replacing: Replacing
    institutions: Institutions
    trainings: Trainings
    homes: Homes
    ending: Ending
    receipt_prints: ReceiptPrints
    visits: Visits
    driving: Driving
    driving_prints: DrivingPrints
    office: Office
    safety: Safety
    auditing: Auditing
    access_prints: AccessPrints
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
    files: Lane
    """Where files of others are read, so that the record lane stays free for people."""

    def close(self) -> None:
        """Lets everyone out and closes the file, in the reverse order of building."""
        self.files.close()
        self.syncing.close()
        self.listening.close()
        self.door.close()


def examine(home: Home) -> None:
    """Looks whether Station can open here at all, before anyone types a password.

    Raises Trouble `cipher_missing`, or `in_use` when another window has the file.
    """
    dbapi()
    if home.lock.exists():
        lock = InstanceLock(home.lock)
        lock.acquire("")
        lock.release()


def build(
    home: Home,
    clock: Clock | None = None,
    cost: Cost | None = None,
    radio: MakeRadio | None = None,
    outside: groups.Outside | None = None,
) -> Station:
    """Builds the services of one installation; nothing is opened before someone signs in.

    A restore that a program died in is finished first. `cost` is that of new password slots, lower
    in tests; `radio` makes the radio where it shall not be the PC's own, and `outside` is what lies
    beyond the PC where that shall not be the network.
    """
    finish(home)
    clock = clock or SystemClock()
    record = Record(Bus(), clock)
    door = SignIn(home, record, clock, cost)
    backups, staff = Backups(home, record, door, cost), Staff(record, door)
    outside = outside or groups.Outside(clock)
    return _station(home, record, door, backups, staff, radio or _own_radio, outside)


def _own_radio(clock: Clock) -> "Radio":
    """Makes the PC's own radio, or the software meters' where STATION_SIMULATOR says so."""
    from station.devices.radio import Radio
    from station.devices.simulated import backends_from

    return Radio(clock, backends_from(os.environ))


def _station(
    home: Home,
    record: Record,
    door: SignIn,
    backups: Backups,
    staff: Staff,
    radio: MakeRadio,
    outside: groups.Outside,
) -> Station:
    importing = Importing(record, home.root / "import_profiles")
    return Station(
        home=home,
        clock=record.clock,
        bus=record.bus,
        record=record,
        door=door,
        staff=staff,
        backups=backups,
        drafts=Drafts(record),
        frame=Frame(record, backups),
        patients=Patients(record),
        relatives=Relatives(record),
        links=Links(record),
        consents=Consents(record),
        statuses=Statuses(record),
        worklist=Worklist(record),
        alerts=Alerts(record),
        snoozing=Snoozing(record),
        following=Following(record),
        acknowledging=Acknowledging(record),
        suppressed=Suppressed(record),
        precision=Precision(record),
        cards=Cards(record),
        sweeper=Sweeper(record),
        meetings=Meetings(record),
        gp_visits=GpVisits(record),
        forms=Forms(record),
        answers=Answers(record),
        answer_receiving=AnswerReceiving(record),
        form_prints=FormPrints(record),
        report_prints=ReportPrints(record),
        entry=Entry(record),
        manual=Manual(record),
        moving=Moving(record),
        explaining=Explaining(record),
        importing=importing,
        quarantine=Quarantine(record, importing),
        office=Office(record),
        safety=Safety(home, record, door, backups, staff),
        auditing=Auditing(home, record, door),
        access_prints=AccessPrints(record),
        files=Lane("files"),
        **groups.planning(record),
        **groups.devices(record, radio),
        **groups.equipment(record),
        **groups.handing_out(record),
        **groups.visiting(record),
        **groups.sharing(record, outside),
    )
