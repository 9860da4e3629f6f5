"""The Norwegian texts: what the code says, what the fragments translate, what is compiled.

    python -m tools.catalogues check     list what is wrong; exit code 1 if anything is
    python -m tools.catalogues write     compile station/locale/<language>/LC_MESSAGES/station.mo
    python -m tools.catalogues missing   print the untranslated texts as po entries to fill in

Texts are translated area by area, in station/locale/<language>/<area>.po. English is the language
of the code and needs no catalogue.
"""

import ast
import gettext
import io
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tools.norwegian import foreign_words

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("nb", "nn")
MESSAGE_ARGUMENTS = {"tr": (0,), "N_": (0,), "ntr": (0, 1), "Trouble": (1,)}
"""For each marking function, which of its arguments are texts to translate."""

Text = tuple[str, ...]
"""One text: (message,) or, where the number decides, (one, many)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One translation: its text, the translated forms, and where it stands."""

    text: Text
    forms: Text
    where: str


def main(arguments: list[str]) -> int:
    """Run the command named and return the exit code for the shell."""
    sources, locale = ROOT / "station", ROOT / "station" / "locale"
    match arguments:
        case ["check"]:
            found = list(problems(sources, locale))
            print("\n".join(found) or "Every text is translated.")
            return 1 if found else 0
        case ["write"]:
            for language in LANGUAGES:
                write(locale, language)
            return 0
        case ["missing"]:
            for language in LANGUAGES:
                print(f"# {language}\n{missing_as_po(sources, locale, language)}")
            return 0
    print(__doc__)
    return 2


def problems(sources: Path, locale: Path) -> Iterator[str]:
    """One sentence for everything that keeps the catalogues from being whole, true and fresh."""
    used = texts_in(sources)
    for language in LANGUAGES:
        entries = fragments(locale, language)
        known = {entry.text for entry in entries}
        for text in sorted(used.keys() - known):
            yield f"{language}: not translated: {text[0]!r} ({used[text]})"
        for entry in entries:
            if entry.text not in used:
                yield f"{entry.where}: the code no longer says {entry.text[0]!r}"
            yield from entry_problems(entry, language)
        yield from conflicts(entries)
        if compiled(locale, language) != messages(entries):
            yield f"{language}: station.mo is old; run python -m tools.catalogues write"


def texts_in(sources: Path) -> dict[Text, str]:
    """Every text that the code marks for translation, with the first place that says it."""
    found: dict[Text, str] = {}
    for path in sorted(sources.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and (text := marked(node)):
                found.setdefault(text, f"{path.relative_to(sources.parent)}:{node.lineno}")
    return found


def marked(call: ast.Call) -> Text:
    """The text that this call marks, or () when it marks none or one known only at run time."""
    name = ast.unparse(call.func).rpartition(".")[2]
    positions = MESSAGE_ARGUMENTS.get(name, ())
    literal = [
        argument.value
        for argument in (call.args[at] for at in positions if at < len(call.args))
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
    whole = len(literal) == len(positions) and all(literal)
    return tuple(literal) if whole else ()


def fragments(locale: Path, language: str) -> list[Entry]:
    """The translations into a language from all its areas, in the order of their files."""
    found = []
    for path in sorted((locale / language).glob("*.po")):
        catalogue = read_po(io.BytesIO(path.read_bytes()), locale=language, abort_invalid=True)
        for message in catalogue:
            if message.id:
                where = f"{language}/{path.name}:{message.lineno}"
                found.append(Entry(_forms(message.id), _forms(message.string), where))
    return found


def entry_problems(entry: Entry, language: str) -> Iterator[str]:
    """What is wrong with one translation by itself."""
    if not all(entry.forms):
        yield f"{entry.where}: {entry.text[0]!r} has no translation"
        return
    if len(entry.forms) != len(entry.text):
        yield f"{entry.where}: {entry.text[0]!r} needs {len(entry.text)} forms"
    names = set().union(*map(placeholders, entry.text))
    for form in entry.forms:
        if not _fits(placeholders(form), names, plural=len(entry.text) > 1):
            yield f"{entry.where}: {form!r} has other {{names}} than {entry.text[0]!r}"
        for word in foreign_words(form, language):
            yield f"{entry.where}: {word!r} is not {language}"


def placeholders(text: str) -> set[str]:
    """The names that a text wants filled in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def conflicts(entries: list[Entry]) -> Iterator[str]:
    """Texts that two fragments translate differently."""
    first: dict[Text, Entry] = {}
    for entry in entries:
        other = first.setdefault(entry.text, entry)
        if other.forms != entry.forms:
            yield f"{entry.where}: {entry.text[0]!r} is {other.forms[0]!r} in {other.where}"


def messages(entries: list[Entry]) -> dict[str, Text]:
    """The translated forms by their (first) English form, as a compiled catalogue holds them."""
    return {entry.text[0]: entry.forms for entry in entries}


def write(locale: Path, language: str) -> None:
    """Compile the fragments of a language; the same fragments always give the same bytes."""
    path = compiled_path(locale, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    always = datetime(2026, 1, 1, tzinfo=UTC)
    catalogue = Catalog(language, project="Station", creation_date=always, revision_date=always)
    for entry in fragments(locale, language):
        many = len(entry.text) > 1
        text, forms = (entry.text, entry.forms) if many else (entry.text[0], entry.forms[0])
        catalogue.add(text, forms)
    with path.open("wb") as file:
        write_mo(file, catalogue)


def compiled(locale: Path, language: str) -> dict[str, Text]:
    """What the compiled catalogue of a language says; empty when there is none."""
    path = compiled_path(locale, language)
    if not path.exists():
        return {}
    found: dict[str, dict[int, str]] = {}
    for text, form in _catalogue_of(path).items():
        message, index = text if isinstance(text, tuple) else (text, 0)
        if message:
            found.setdefault(message, {})[index] = form
    return {message: tuple(forms[at] for at in sorted(forms)) for message, forms in found.items()}


def compiled_path(locale: Path, language: str) -> Path:
    """Where the program looks for the compiled catalogue of a language."""
    return locale / language / "LC_MESSAGES" / "station.mo"


def missing_as_po(sources: Path, locale: Path, language: str) -> str:
    """The texts without a translation, written as empty po entries."""
    known = {entry.text for entry in fragments(locale, language)}
    lines = []
    for text, where in sorted(texts_in(sources).items(), key=lambda pair: pair[1]):
        if text not in known:
            lines.append(f"#: {where}\nmsgid {_quoted(text[0])}")
            lines += [f"msgid_plural {_quoted(many)}" for many in text[1:]]
            plural = len(text) > 1
            lines.append('msgstr[0] ""\nmsgstr[1] ""\n' if plural else 'msgstr ""\n')
    return "\n".join(lines)


def _forms(value: object) -> Text:
    return tuple(value) if isinstance(value, tuple | list) else (str(value),)


def _fits(form: set[str], names: set[str], *, plural: bool) -> bool:
    # «én måling» may leave the number out, as English «one reading» may.
    return form <= names if plural else form == names


def _catalogue_of(path: Path) -> Mapping[str | tuple[str, int], str]:
    with path.open("rb") as file:
        translations = gettext.GNUTranslations(file)
    # The standard library offers no public way to list a catalogue.
    return translations._catalog  # type: ignore[attr-defined,no-any-return] # noqa: SLF001


def _quoted(text: str) -> str:
    escaped = re.sub(r'(["\\])', r"\\\1", text).replace("\n", "\\n")
    return f'"{escaped}"'


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
