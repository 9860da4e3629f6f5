"""Words in the language of the reader: gettext catalogues chosen per process and per context."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

LANGUAGES = ("nb", "nn", "en")
_LOCALE = Path(__file__).parent.parent / "locale"


@dataclass(slots=True)
class _Process:
    """The language a thread speaks when nobody has chosen another for its context."""

    language: str = "nb"
    own: dict[str, dict[str, str]] = field(default_factory=dict)
    """The municipality's own words by language: what its forms ask, and their answers."""


_process = _Process()
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


def N_(message: str) -> str:  # noqa: N802  (the name gettext tools look for)
    """Mark `message` for translation and give it back unchanged."""
    return message


def language() -> str:
    """Give the language spoken here and now: "nb", "nn" or "en"."""
    return _spoken.get() or _process.language


def use(name: str) -> None:
    """Choose the language of the whole process, where no context speaks another."""
    _process.language = _known(name)


def load(name: str) -> None:
    """Read the words of a language now: what waits for the first of them would wait 20 ms."""
    _catalogue(_known(name))


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Speak `name` inside the with block, in this context only (a print for its reader)."""
    token = _spoken.set(_known(name))
    try:
        yield
    finally:
        _spoken.reset(token)


def use_words(own: Mapping[str, Mapping[str, str]]) -> None:
    """Take these words of the municipality's own (language, then code) in place of the last ones.

    They are said by own_words: the questions and answers of forms, which no catalogue can know.
    """
    _process.own = {_known(name): dict(words) for name, words in own.items()}


def own_words(code: str) -> str:
    """Say a word of the municipality's own in the spoken language, or else in any; else `code`."""
    spoken = language()
    order = (spoken, *(name for name in LANGUAGES if name != spoken))
    return next(
        (text for name in order if (text := _process.own.get(name, {}).get(code, ""))), code
    )


def tr(message: str, **values: object) -> str:
    """Translate `message` into the spoken language and fill in its values."""
    text = _catalogue(language()).gettext(message) if message else ""
    return text.format(**values) if values else text


def ntr(one: str, many: str, n: int, **values: object) -> str:
    """Translate the form of the message that fits `n`; the text may name {n}."""
    return _catalogue(language()).ngettext(one, many, n).format(n=n, **values)


def catalogue_path(name: str) -> Path:
    """Give the place of the compiled catalogue of language `name`."""
    return _LOCALE / name / "LC_MESSAGES" / "station.mo"


def _known(name: str) -> str:
    if name not in LANGUAGES:
        raise ValueError("Station speaks nb, nn and en")
    return name


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(name: str) -> NullTranslations:
    # English is the language of the code, so it needs no catalogue; a tree that has not built
    # its catalogues speaks English rather than not at all.
    path = catalogue_path(name)
    if name == "en" or not path.is_file():
        return NullTranslations()
    with path.open("rb") as file:
        return GNUTranslations(file)
