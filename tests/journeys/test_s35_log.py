"""Who saw and changed what stands in the log, and an edited row is named by the check."""

from pathlib import Path

from station.cli.main import main
from station.models.driver import open_connection
from station.security.secrets import DATABASE
from station.training import door
from tests.journeys.driver import Nurse
from tests.journeys.work import open_card

SEEN = "Klar Nordavind"


def logged(nurse: Nurse, action: str) -> list[tuple[object, ...]]:
    """The lines of the log with this action: who, whose file, when."""

    def lines() -> list[tuple[object, ...]]:
        sql = (
            "SELECT a.user_name, p.given_name || ' ' || p.family_name, a.at FROM audit a "
            "JOIN patients p ON p.id = a.patient_id WHERE a.action = ? ORDER BY a.seq"
        )
        with nurse.station.record.read() as reader:
            return list(reader.raw(sql, (action,)))

    return nurse.ask(lines)


def test_s35_opening_a_patient_stands_in_the_log(training: Nurse) -> None:
    training.sign_in(door.USER, door.PASSWORD)
    before = len(logged(training, "patient_opened"))
    open_card(training, SEEN)
    new = logged(training, "patient_opened")[before:]
    assert new == [(door.USER, SEEN, training.clock.now())]


def test_s35_a_row_edited_behind_the_programs_back_is_named(
    training: Nurse, tmp_path: Path
) -> None:
    training.sign_in(door.USER, door.PASSWORD)
    open_card(training, SEEN)
    secret = training.ask(lambda: training.station.door.data_key().derive(DATABASE))
    home = training.home
    training.stop()
    assert main(["check", "--home", str(home.root)]) == 0
    stranger = open_connection(home.database, secret)
    for (name,) in stranger.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"
    ).fetchall():
        stranger.execute(f"DROP TRIGGER {name}")
    stranger.execute("UPDATE audit SET user_name = 'Noen Andre' WHERE action = 'patient_opened'")
    stranger.close()
    assert main(["check", "--home", str(home.root)]) == 1
