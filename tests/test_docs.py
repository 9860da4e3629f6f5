"""The documents: what they name exists, and both written languages say the same amount."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import dev
from station.cli.main import COMMANDS
from tools.norwegian import foreign_words

ROOT = Path(__file__).resolve().parent.parent
DOCS = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md")))
HANDBOOK = ROOT / "docs" / "handbook"
LANGUAGES = ("nb", "nn")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CITED_TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
CITED_FILE = re.compile(
    r"`((?:station|tests|docs|tools|installer|benchmarks|migrations|requirements)/[\w./-]*\w/?)`"
)
VARIABLE = re.compile(r"\b(?:STATION|QT|PYTHON)_[A-Z]+(?:_[A-Z]+)*\b")
SCREEN_WORDS = re.compile(r"\*\*([^*\n]+)\*\*")
KEYS = re.compile(r"\b(?:Ctrl|Alt)(?: Shift)? (?:Enter|[A-Z0-9])(?![\w])")
PLACEHOLDER = re.compile(r"\{\w+\}")
LARGEST_PICTURE, MOST_PICTURES = 250_000, 13


def text_of(path: Path) -> str:
    """The text of a document."""
    return path.read_text(encoding="utf-8")


def nothing_in(found: Iterator[str] | list[str]) -> bool:
    """Whether nothing was found; otherwise the test fails with all of it, a line each."""
    if lines := sorted(found):
        pytest.fail("\n".join(lines), pytrace=False)
    return True


def named(path: Path) -> str:
    """A document's name within the project."""
    return path.relative_to(ROOT).as_posix()


def test_every_link_leads_somewhere() -> None:
    broken = [
        f"{named(path)}: {link}"
        for path in DOCS
        for link in LINK.findall(text_of(path))
        if "://" not in link and not (path.parent / link.partition("#")[0]).exists()
    ]
    assert nothing_in(broken)


def test_no_document_leads_out_of_the_project() -> None:
    """A link to the world goes stale unseen, and the office PC may have no network."""
    outside = [
        f"{named(path)}: {link}"
        for path in DOCS
        for link in LINK.findall(text_of(path))
        if "://" in link
    ]
    assert nothing_in(outside)


def test_every_file_that_is_named_exists() -> None:
    gone = [
        f"{named(path)}: {file}"
        for path in DOCS
        for file in CITED_FILE.findall(text_of(path))
        if not (ROOT / file).exists()
    ]
    assert nothing_in(gone)


def test_every_test_that_is_cited_exists() -> None:
    cited = [(path, *found) for path in DOCS for found in CITED_TEST.findall(text_of(path))]
    assert len(cited) > 50, "the hazard log cites its tests"
    assert nothing_in(
        f"{named(path)}: {file}::{test}"
        for path, file, test in cited
        if test not in names_of_tests(ROOT / file)
    )


@cache
def names_of_tests(path: Path) -> frozenset[str]:
    """The names of the tests in a file, none where there is no file."""
    if not path.exists():
        return frozenset()
    tree = ast.walk(ast.parse(text_of(path)))
    return frozenset(node.name for node in tree if isinstance(node, ast.FunctionDef))


def test_every_hazard_names_a_test_and_what_stays() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text_of(ROOT / "docs" / "risk" / "hazards.md").splitlines()
        if re.match(r"\| H\d+ ", line)
    ]
    assert len(rows) >= 18
    assert [row[0] for row in rows] == [f"H{number}" for number in range(1, len(rows) + 1)]
    assert nothing_in(row[0] for row in rows if len(row) != 6 or not all(row))
    assert nothing_in(row[0] for row in rows if not CITED_TEST.search(row[4]))


def test_both_handbooks_have_the_same_chapters() -> None:
    first, second = ({page.name for page in (HANDBOOK / each).iterdir()} for each in LANGUAGES)
    assert first == second
    assert nothing_in(
        name for name in first if shape(HANDBOOK / "nb" / name) != shape(HANDBOOK / "nn" / name)
    )


def shape(path: Path) -> list[str]:
    """What every line of a page is, as far as two languages must agree on it."""
    kinds = (re.match(r"#+ |\||\d+\. |- ", line) for line in text_of(path).splitlines())
    return [kind[0] for kind in kinds if kind]


def test_every_chapter_stands_in_the_table_of_contents() -> None:
    for language in LANGUAGES:
        pages = {page.name for page in (HANDBOOK / language).iterdir()} - {"README.md"}
        assert pages == set(LINK.findall(text_of(HANDBOOK / language / "README.md")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_bold_words_of_the_handbook_stand_on_a_screen(language: str) -> None:
    patterns = screen_words(language)
    assert nothing_in(
        f"{named(path)}: {words}"
        for path in sorted((HANDBOOK / language).iterdir())
        for words in SCREEN_WORDS.findall(text_of(path))
        if not any(pattern.fullmatch(words) for pattern in patterns)
    )


def test_the_nynorsk_handbook_is_nynorsk() -> None:
    assert nothing_in(
        f"{named(path)}: {word}"
        for path in sorted((HANDBOOK / "nn").iterdir())
        for word in foreign_words(LINK.sub("", text_of(path)), "nn")
    )


@cache
def screen_words(language: str) -> tuple[re.Pattern[str], ...]:
    """What the program says in a language; a value may stand where the program fills one in."""
    texts: set[str] = set()
    for path in (ROOT / "station" / "locale" / language).glob("*.po"):
        with path.open("rb") as file:
            for message in read_po(file):
                said = message.string or ""
                texts |= {said} if isinstance(said, str) else set(said)
    # «{low} og {high}» would fit half the language.
    telling = [text for text in texts if "{" not in text or len(PLACEHOLDER.sub("", text)) > 8]
    return tuple(
        re.compile(".+?".join(map(re.escape, PLACEHOLDER.split(text)))) for text in telling
    )


def test_every_key_of_the_handbook_is_in_the_code() -> None:
    known = "\n".join(text_of(path) for path in (ROOT / "station" / "views").rglob("*.py"))
    assert nothing_in(
        f"{named(path)}: {key}"
        for path in HANDBOOK.rglob("*.md")
        for key in KEYS.findall(text_of(path))
        if not is_known(key, known)
    )


def is_known(key: str, code: str) -> bool:
    """Whether a short cut is written in the code; those with a number are made from a number."""
    name = key.replace(" ", "+").replace("Enter", "Return")
    numbered = re.sub(r"\d$", "{", name)
    return f'"{name}"' in code or (numbered != name and f'"{numbered}' in code)


def test_the_commands_of_the_read_me_exist() -> None:
    text = text_of(ROOT / "README.md") + text_of(ROOT / "docs" / "it.md")
    developers = set(re.findall(r"python3? dev\.py (\w+)", text))
    assert {"demo", "test"} <= developers
    assert all(f"dev.py {name}" in (dev.__doc__ or "") for name in developers)
    asked = set(re.findall(r"`station ([a-z]+)", text))
    assert asked == set(COMMANDS)


def test_every_variable_that_is_named_is_read_somewhere() -> None:
    code = "\n".join(
        text_of(path)
        for folder in ("station", "benchmarks", "installer")
        for path in (ROOT / folder).rglob("*.py")
    )
    named_variables = {each for path in DOCS for each in VARIABLE.findall(text_of(path))}
    assert "STATION_HOME" in named_variables
    assert nothing_in(sorted(each for each in named_variables if each not in code))


def test_the_decisions_are_all_in_their_list() -> None:
    folder = ROOT / "docs" / "decisions"
    records = {path.name for path in folder.glob("0*.md")}
    assert records == set(LINK.findall(text_of(folder / "README.md")))


def test_pictures_are_few_and_small() -> None:
    pictures = sorted((ROOT / "docs" / "pictures").glob("*.png"))
    assert 0 < len(pictures) <= MOST_PICTURES
    assert nothing_in(named(each) for each in pictures if each.stat().st_size > LARGEST_PICTURE)
