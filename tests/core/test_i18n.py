"""Words in the language of the reader."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from station.core import i18n
from station.core.i18n import (
    N_,
    catalogue_path,
    language,
    ntr,
    own_words,
    speaking,
    tr,
    use,
    use_words,
)

LETTER = N_("Dear {name}")
ONE, MANY = N_("{n} reading"), N_("{n} readings")


@pytest.fixture
def _small_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(i18n, "_LOCALE", tmp_path)
    i18n._catalogue.cache_clear()
    catalog = Catalog(locale="nb")
    catalog.add(LETTER, "Kjære {name}")
    catalog.add((ONE, MANY), ("{n} måling", "{n} målinger"))
    place = catalogue_path("nb")
    place.parent.mkdir(parents=True)
    with place.open("wb") as file:
        write_mo(file, catalog)
    yield
    i18n._catalogue.cache_clear()


@pytest.mark.usefixtures("_small_catalogue")
def test_texts_are_translated_and_filled_in() -> None:
    use("nb")
    assert tr(LETTER, name="Stille Brygge") == "Kjære Stille Brygge"
    assert ntr(ONE, MANY, 1) == "1 måling"
    assert ntr(ONE, MANY, 2) == "2 målinger"


@pytest.mark.usefixtures("_small_catalogue")
def test_what_has_no_translation_stays_english() -> None:
    use("nb")
    assert tr(N_("Quite new")) == "Quite new"
    use("nn")
    assert tr(LETTER, name="Stille Brygge") == "Dear Stille Brygge"


@pytest.mark.usefixtures("_small_catalogue")
def test_a_print_speaks_its_readers_language_while_the_screen_keeps_its_own() -> None:
    use("en")
    heard = []
    with speaking("nb"):
        thread = Thread(target=lambda: heard.append(language()))
        thread.start()
        thread.join()
        assert tr(LETTER, name="x") == "Kjære x"
    assert heard == ["en"]
    assert language() == "en"


def test_speaking_ends_even_when_something_fails() -> None:
    with pytest.raises(RuntimeError), speaking("nn"):
        raise RuntimeError
    assert language() == "en"


def test_braces_in_values_are_text() -> None:
    assert tr(LETTER, name="{name} {0}") == "Dear {name} {0}"


@pytest.mark.usefixtures("_small_catalogue")
def test_a_language_can_be_read_before_it_is_spoken() -> None:
    use("nb")
    i18n.load("nb")
    catalogue_path("nb").unlink()
    assert tr(LETTER, name="Elg") == "Kjære Elg"


def test_an_empty_text_stays_empty_and_is_not_the_catalogues_header() -> None:
    use("nb")
    assert tr("") == ""


def test_a_language_nobody_wrote_is_refused() -> None:
    with pytest.raises(ValueError, match="nb, nn and en"):
        use("sv")


def test_words_of_the_municipality_are_said_in_the_language_spoken_or_in_any() -> None:
    use_words({"nb": {"form.a": "Smerte"}, "nn": {"form.a": "Smerte no", "form.b": "Uro"}})
    assert own_words("form.a") == "Smerte"
    with speaking("nn"):
        assert own_words("form.a") == "Smerte no"
    with speaking("en"):
        assert own_words("form.b") == "Uro"
    assert own_words("form.c") == "form.c"
    use_words({})
    assert own_words("form.a") == "form.a"
