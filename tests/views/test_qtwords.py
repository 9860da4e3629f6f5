"""Qt's own words in the language of the window."""

import pytest
from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from station.core import i18n
from station.views.qtwords import WORDS, QtWords, speak_norwegian

BUTTONS = {
    QDialogButtonBox.StandardButton.Cancel: ("Avbryt", "Avbryt"),
    QDialogButtonBox.StandardButton.Save: ("Lagre", "Lagre"),
    QDialogButtonBox.StandardButton.Discard: ("Forkast", "Forkast"),
    QDialogButtonBox.StandardButton.Yes: ("Ja", "Ja"),
    QDialogButtonBox.StandardButton.Close: ("Lukk", "Lukk"),
}


@pytest.fixture
def owner(qapp: QApplication) -> QObject:
    return QObject()


@pytest.mark.parametrize(("language", "place"), [("nb", 0), ("nn", 1)])
def test_standard_buttons_speak_norwegian(
    qapp: QApplication, qtbot: QtBot, owner: QObject, language: str, place: int
) -> None:
    i18n.use(language)
    translator = QtWords(owner)
    assert qapp.installTranslator(translator)
    try:
        for standard, words in BUTTONS.items():
            box = QDialogButtonBox(standard)
            qtbot.addWidget(box)
            assert box.button(standard).text().replace("&", "") == words[place]
    finally:
        qapp.removeTranslator(translator)


def test_english_and_unknown_words_are_left_to_qt(owner: QObject) -> None:
    translator = QtWords(owner)
    assert not translator.isEmpty()
    assert translator.translate("QPlatformTheme", "Cancel") is None
    i18n.use("nb")
    assert translator.translate("QPlatformTheme", "Cancel") == "Avbryt"
    assert translator.translate("QPlatformTheme", "Something Qt never says") is None
    assert translator.translate("QNothing", "Cancel") is None


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_listed_word_is_translated(language: str) -> None:
    i18n.use(language)
    same = {"OK", "Type", "PC"}
    untouched = {
        ours
        for words in WORDS.values()
        for ours in words.values()
        if i18n.tr(ours) == ours and ours not in same
    }
    assert untouched == set()


def test_the_whole_program_is_given_the_words(qapp: QApplication, owner: QObject) -> None:
    i18n.use("nn")
    speak_norwegian(qapp, owner)
    assert QCoreApplication.translate("QFileDialog", "File &name:") == "Filnamn:"
