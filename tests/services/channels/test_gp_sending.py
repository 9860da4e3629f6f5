"""A letter to a GP goes by the way that is set up, whole or not at all, and is in the log."""

import json
from contextlib import ExitStack
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from station.core.trouble import Trouble
from station.services.channels.channels import Channels
from station.services.channels.gp_sending import GpSending, Party, ToGp, Way
from station.sync.adapters import dialogmelding
from tests.cohort import Cohort
from tests.services.channels.test_run import NUMBER, Desk
from tests.sync.adapters.fakes import EdiService
from tests.sync.adapters.test_apprec import receipt

GP = Party("Fjellsund legekontor", "8000003", "Lege Stille Vann", "8000004")
HER = {"sender_her": "8000001", "service": "Hjemmetjenesten", "service_her": "8000002"}
PDF = b"%PDF-1.7 synthetic"


@pytest.fixture
def desk(cohort: Cohort) -> Desk:
    return Desk(cohort, ExitStack())


def wanted(patient_id: str, **changes: object) -> ToGp:
    values: dict[str, object] = {
        "patient_id": patient_id,
        "subject": "Plan til godkjenning",
        "words": "Planen ligger ved.",
        "pdf": PDF,
        "pdf_name": "plan-7F3A-19.pdf",
        "receiver": GP,
    }
    return ToGp(**(values | changes))  # type: ignore[arg-type]


def set_up(cohort: Cohort, **values: str) -> GpSending:
    channels = Channels(cohort.station.record)
    channels.save(cohort.session, "gp", {"organisation_number": "974760673"} | values)
    channels.switch(cohort.session, "gp", on=True)
    return GpSending(cohort.station.record)


def test_nothing_goes_before_it_is_set_up(desk: Desk) -> None:
    sending = GpSending(desk.cohort.station.record)
    assert sending.way(desk.cohort.session) is None
    with pytest.raises(Trouble, match="gp_off"):
        sending.send(desk.cohort.session, wanted(desk.known()))


def test_a_folder_gets_the_pdf_and_a_text_to_paste(desk: Desk, tmp_path: Path) -> None:
    sending, session = set_up(desk.cohort, folder=str(tmp_path)), desk.cohort.session
    # Printing needs no number: the sheet names the patient itself.
    patient = desk.cohort.patient("Stille Brygge")
    assert sending.way(session) is Way.FOLDER
    sent = sending.send(session, wanted(patient, receiver=None, pdf_name="../plan-7F3A-19.pdf"))
    assert [Path(each).name for each in sent.files] == ["plan-7F3A-19.pdf", "plan-7F3A-19.txt"]
    assert (tmp_path / "plan-7F3A-19.pdf").read_bytes() == PDF
    text = (tmp_path / "plan-7F3A-19.txt").read_text("utf-8-sig")
    assert text.splitlines() == ["Plan til godkjenning", "", "Planen ligger ved."]
    logged = _logged(desk, patient)
    assert logged["way"] == "folder"
    assert len(str(logged["hash"])) == 64


def _logged(desk: Desk, patient_id: str) -> dict[str, object]:
    with desk.cohort.station.record.read() as reader:
        rows = reader.raw(
            "SELECT details FROM audit WHERE action = 'gp_sent' AND patient_id = ?", (patient_id,)
        )
    assert len(rows) == 1
    found: dict[str, object] = json.loads(rows[0][0])
    return found


def test_a_folder_that_is_gone_is_said_and_nothing_is_logged(desk: Desk, tmp_path: Path) -> None:
    sending = set_up(desk.cohort, folder=str(tmp_path / "gone"))
    with pytest.raises(Trouble, match=r"print\.place"):
        sending.send(desk.cohort.session, wanted(desk.known()))
    with desk.cohort.station.record.read() as reader:
        assert not reader.raw("SELECT 1 FROM audit WHERE action = 'gp_sent'")


def test_the_message_system_gets_the_xml(desk: Desk, tmp_path: Path) -> None:
    sending = set_up(desk.cohort, way="broker", folder=str(tmp_path), **HER)
    sent = sending.send(desk.cohort.session, wanted(desk.known()))
    (path,) = sent.files
    assert NUMBER not in path
    root = fromstring(Path(path).read_bytes())  # noqa: S314  (our own)
    head = f"{{{dialogmelding.MSG_HEAD}}}"
    msg_id = root.findtext(f"{head}MsgInfo/{head}MsgId", "")
    assert msg_id.replace("-", "") == sent.message_id
    answer = tmp_path / "apprec.xml"
    answer.write_bytes(receipt("http://www.kith.no/xmlstds/apprec/2004-11-21", "1"))
    assert sending.receipt(desk.cohort.session, answer).taken == "1"
    for odd in (tmp_path / "none.xml", Path(path)):
        with pytest.raises(Trouble, match="receipt_odd"):
            sending.receipt(desk.cohort.session, odd)


def test_what_hinders_a_message_is_said(desk: Desk, tmp_path: Path) -> None:
    sending = set_up(desk.cohort, way="broker", folder=str(tmp_path), **HER)
    session, patient = desk.cohort.session, desk.known()
    with pytest.raises(Trouble, match="gp_receiver"):
        sending.send(session, wanted(patient, receiver=None))
    with pytest.raises(Trouble, match="gp_too_large"):
        sending.send(session, wanted(patient, pdf=b"x" * (dialogmelding.MOST_PDF + 1)))
    desk.set(patient, protection="strict")
    with pytest.raises(Trouble, match="gp_protected"):
        sending.send(session, wanted(patient))
    desk.set(patient, protection="", national_number=None)
    with pytest.raises(Trouble, match="gp_no_number"):
        sending.send(session, wanted(patient))
    assert not list(tmp_path.glob("*.xml"))


def test_edi_sends_the_letter_from_the_outbox(desk: Desk) -> None:
    service = EdiService()
    with desk.stack:
        desk.on("gp", service, way="edi", **HER)
        sending = GpSending(desk.cohort.station.record)
        sent = sending.send(desk.cohort.session, wanted(desk.known()))
        assert (sent.way, sent.files) == (Way.EDI, ())
        service.locked = True
        locked = desk.run("gp")
        assert (locked.outcome, locked.code) == ("failed", "her_id_taken")
        service.locked = False
        assert desk.run("gp").sent == 1
        assert desk.run("gp").sent == 0
    assert len(service.kept) == 1
    assert sent.message_id[:8].encode() in next(iter(service.kept.values()))
