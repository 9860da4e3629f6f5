"""The check of the Norwegian texts finds every kind of gap and slip."""

import gettext
from pathlib import Path

import pytest

from tools import catalogues

CODE = '''
"""A module."""
from station.core.i18n import N_, ntr, tr
from station.core.trouble import Trouble

NAME = N_("Saved")
def greet(n: int, name: str) -> None:
    tr("Good morning, {name}", name=name)
    tr(NAME)
    ntr("One reading", "{n} readings", n)
    raise Trouble("full", "The disk is full.")
'''
NB = r"""
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\n"

msgid "Saved"
msgstr "Lagret"

msgid "Good morning, {name}"
msgstr "God morgen, {name}"

msgid "One reading"
msgid_plural "{n} readings"
msgstr[0] "Én måling"
msgstr[1] "{n} målinger"

msgid "The disk is full."
msgstr "Disken er full."
"""
NN = NB.replace("Lagret", "Lagra").replace("målinger", "målingar").replace("morgen", "morgon")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small program with whole, fresh catalogues."""
    sources = tmp_path / "station"
    for language, text in {"nb": NB, "nn": NN}.items():
        folder = sources / "locale" / language
        folder.mkdir(parents=True)
        (folder / "all.po").write_text(text, encoding="utf-8")
        catalogues.write(sources / "locale", language)
    (sources / "greeting.py").write_text(CODE, encoding="utf-8")
    return sources


def found(tree: Path) -> str:
    """All problems of the small program, a line each."""
    return "\n".join(catalogues.problems(tree, tree / "locale"))


def change(tree: Path, old: str, new: str, language: str = "nb") -> None:
    """Put other words into a fragment and compile it."""
    path = tree / "locale" / language / "all.po"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    catalogues.write(tree / "locale", language)


def test_a_whole_catalogue_has_no_problems(tree: Path) -> None:
    assert found(tree) == ""


def test_the_compiled_catalogue_is_what_the_program_reads(tree: Path) -> None:
    with catalogues.compiled_path(tree / "locale", "nn").open("rb") as file:
        spoken = gettext.GNUTranslations(file)
    assert spoken.gettext("Saved") == "Lagra"
    assert spoken.ngettext("One reading", "{n} readings", 1) == "Én måling"
    assert spoken.ngettext("One reading", "{n} readings", 2) == "{n} målingar"


def test_the_same_fragments_give_the_same_bytes(tree: Path) -> None:
    path = catalogues.compiled_path(tree / "locale", "nb")
    before = path.read_bytes()
    catalogues.write(tree / "locale", "nb")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('msgid "Saved"', 'msgid "Stored"', "not translated: 'Saved'"),
        ('msgid "Saved"', 'msgid "Stored"', "no longer says 'Stored'"),
        ('"Lagret"', '""', "'Saved' has no translation"),
        ("God morgen, {name}", "God morgen, {navn}", "has other {names}"),
        ("God morgen, {name}", "God morgen", "has other {names}"),
        ("{n} målinger", "{antall} målinger", "has other {names}"),
        ("Disken er full", "Ho er ikkje full", "'ikkje' is not nb"),
    ],
)
def test_a_slip_is_named(tree: Path, old: str, new: str, said: str) -> None:
    change(tree, old, new)
    assert said in found(tree)


def test_bokmaal_in_a_nynorsk_text_is_named(tree: Path) -> None:
    change(tree, "Disken er full", "Disken er ikke full", language="nn")
    assert "'ikke' is not nn" in found(tree)


def test_two_areas_must_say_the_same(tree: Path) -> None:
    other = NB.replace("Lagret", "Tatt vare på")
    (tree / "locale" / "nb" / "other.po").write_text(other, encoding="utf-8")
    assert "'Saved' is 'Lagret' in nb/all.po" in found(tree)


def test_an_old_compiled_catalogue_is_named(tree: Path) -> None:
    path = tree / "locale" / "nb" / "all.po"
    path.write_text(NB.replace("Lagret", "Er lagret"), encoding="utf-8")
    assert found(tree) == "nb: station.mo is old; run python -m tools.catalogues write"


def test_a_missing_compiled_catalogue_is_old(tree: Path) -> None:
    catalogues.compiled_path(tree / "locale", "nn").unlink()
    assert "nn: station.mo is old" in found(tree)


def test_missing_texts_come_as_entries_to_fill_in(tree: Path) -> None:
    (tree / "locale" / "nb" / "all.po").unlink()
    entries = catalogues.missing_as_po(tree, tree / "locale", "nb")
    assert 'msgid "One reading"\nmsgid_plural "{n} readings"\nmsgstr[0] ""' in entries
    assert '#: station/greeting.py:6\nmsgid "Saved"\nmsgstr ""' in entries


def test_the_program_s_own_texts_are_whole() -> None:
    root = catalogues.ROOT / "station"
    if lines := list(catalogues.problems(root, root / "locale")):
        pytest.fail("\n".join(lines), pytrace=False)
