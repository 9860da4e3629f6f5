"""`station print plan`: the PDF of a plan from the shell."""

from pathlib import Path

import pypdf

from station.core.paths import Home
from tests.cli.conftest import Person, Run


def test_the_plan_of_a_patient_becomes_a_file_that_can_be_read_back(
    run: Run, town: Home, someone: Person, tmp_path: Path
) -> None:
    out = tmp_path / "plan.pdf"
    words = ("print", "plan", "--home", town.root, "--patient", someone.number, "--out", out)
    done = run(*words, "--json")
    assert done.code == 0
    assert done.data["file"] == str(out)
    assert done.data["bytes"] == out.stat().st_size
    text = "".join(page.extract_text() for page in pypdf.PdfReader(out).pages)
    assert "Rask Elg" in text
    assert done.data["code"] in text


def test_a_folder_gets_a_file_with_a_name_that_names_nobody(
    run: Run, town: Home, someone: Person, tmp_path: Path
) -> None:
    folder = tmp_path / "ut"
    folder.mkdir()
    words = ("print", "plan", "--home", town.root, "--patient", someone.id, "--out", folder)
    assert run(*words, "--version", 1).code == 0
    (made,) = folder.iterdir()
    assert made.suffix == ".pdf"
    assert "Elg" not in made.name


def test_a_version_that_does_not_exist_and_an_unknown_patient_are_refused(
    run: Run, town: Home, someone: Person, tmp_path: Path
) -> None:
    words = ("print", "plan", "--home", town.root, "--out", tmp_path / "x.pdf", "--json")
    assert run(*words, "--patient", someone.id, "--version", 9).data["trouble"] == "plan_none"
    assert run(*words, "--patient", "ukjent").data["trouble"] == "patient_unknown"
    assert not (tmp_path / "x.pdf").exists()


def test_summaries_sheets_and_the_day_list_come_from_the_shell_too(
    run: Run, town: Home, someone: Person, tmp_path: Path
) -> None:
    whose = ("--patient", someone.id)
    for what, about, words in (
        ("summary", whose, "Oppsummering til fastlegen"),
        ("hospital", whose, "Rask Elg"),
        ("measuring", whose, "Rask Elg"),
        ("measuring", (), "Navn"),
        ("daylist", (), "113"),
    ):
        out = tmp_path / f"{what}{len(about)}.pdf"
        done = run("print", what, "--home", town.root, *about, "--out", out, "--json")
        assert done.code == 0, done
        assert done.data["bytes"] == out.stat().st_size
        text = "".join(page.extract_text() for page in pypdf.PdfReader(out).pages)
        assert words in text
    bare = ("print", "summary", "--home", town.root, "--out", tmp_path / "x.pdf", "--json")
    assert run(*bare).data["trouble"] == "patient_unknown"
