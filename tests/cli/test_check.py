"""`station check`: what is well, what is not, and who changed a row behind the program's back."""

from pathlib import Path

from station.core.clock import FixedClock
from station.core.paths import Home
from station.models.driver import open_connection
from station.security.secrets import DATABASE
from station.training import door
from station.wiring import build
from tests.cli.conftest import Run
from tests.municipality import CHEAP, FIRST, OTHER_PASSWORD, PASSWORD, SECOND


def test_a_sound_file_is_checked_to_the_end_of_its_log(run: Run, small: Home) -> None:
    done = run(
        "check", "--home", small.root, "--user", FIRST, "--password-stdin", typed=f"{PASSWORD}\n"
    )
    assert done.code == 0
    assert {"cipher", "keys", "log", "anchor"} <= {
        line.split()[1] for line in done.out.splitlines()
    }
    assert "bad " not in done.out


def test_without_a_password_only_what_shows_from_outside_is_checked(run: Run, small: Home) -> None:
    items = (
        {item["code"] for item in run("check", "--home", small.root, "--json").data["items"]}
        if run("check", "--home", small.root).code == 0
        else set()
    )
    assert "keys" in items
    assert "log" not in items


def test_where_nothing_is_set_up_the_check_says_so(run: Run, home: Home) -> None:
    done = run("check", "--home", home.root)
    assert done.code in (0, 1)
    assert "keys" in done.out


def test_a_person_is_named_by_initials_too_and_must_be_named_among_several(
    run: Run, small: Home
) -> None:
    unnamed = run("check", "--home", small.root, "--password-stdin", typed=f"{PASSWORD}\n")
    assert unnamed.code == 1
    assert FIRST in unnamed.err
    assert SECOND in unnamed.err
    words = ("check", "--home", small.root, "--user", "SB", "--password-stdin")
    assert run(*words, typed=f"{OTHER_PASSWORD}\n").code == 0


def test_a_wrong_password_is_told_in_a_sentence_and_as_json(run: Run, small: Home) -> None:
    words = ("check", "--home", small.root, "--user", FIRST, "--password-stdin", "--json")
    done = run(*words, typed="feil passord her\n")
    assert done.code == 1
    assert done.data["trouble"] == "password_wrong"
    assert done.data["sentence"] in done.err


def test_the_sentences_come_in_the_language_that_is_asked_for(run: Run, small: Home) -> None:
    words = ("check", "--home", small.root, "--user", "Ingen", "--password-stdin")
    english, norwegian = run(*words), run(*words, "--language", "nb")
    assert "--user" in english.err
    assert norwegian.err != english.err


def test_the_training_municipality_needs_no_password(run: Run, town: Home) -> None:
    done = run("check", "--home", town.root, "--json")
    assert "log" in {item["code"] for item in done.data["items"]}
    assert done.data["worst"] != "bad"


def test_s35_a_row_of_the_log_edited_from_outside_is_named(run: Run, town: Home) -> None:
    clock = FixedClock(door.clock(town).now())
    station = build(town, clock, CHEAP)
    owner = next(each for each in station.door.people() if each.name == door.USER)
    station.door.sign_in(owner.slot_id, door.PASSWORD)
    secret = station.door.data_key().derive(DATABASE)
    station.close()
    stranger = open_connection(town.database, secret)
    for (name,) in stranger.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"
    ).fetchall():
        stranger.execute(f"DROP TRIGGER {name}")
    stranger.execute("UPDATE audit SET user_name = 'Noen Andre' WHERE seq = 40")
    stranger.close()
    done = run("check", "--home", town.root, "--json")
    assert done.code == 1
    log = next(item for item in done.data["items"] if item["code"] == "log")
    assert log["state"] == "bad"
    assert "40" in log["sentence"]


def test_a_folder_that_does_not_exist_is_told_in_sentences(run: Run, tmp_path: Path) -> None:
    done = run("check", "--home", tmp_path / "no" / "such")
    assert done.code == 1
    assert "The key file is missing" in done.out
    assert not (tmp_path / "no").exists()
