"""Qt's own words in bokmål and nynorsk: PySide6 ships no bokmål at all."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QLibraryInfo, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from station.core.i18n import N_, language, tr

WORDS: Final[dict[str, dict[str, str]]] = {
    "QPlatformTheme": {
        "OK": N_("OK"),
        "Save": N_("Save"),
        "Save All": N_("Save all"),
        "Open": N_("Open file"),
        "&Yes": N_("Yes"),
        "Yes to &All": N_("Yes to all"),
        "&No": N_("No"),
        "N&o to All": N_("No to all"),
        "Abort": N_("Abort"),
        "Retry": N_("Try again"),
        "Ignore": N_("Ignore"),
        "Close": N_("Close"),
        "Cancel": N_("Cancel"),
        "Discard": N_("Discard"),
        "Help": N_("Help"),
        "Apply": N_("Apply"),
        "Reset": N_("Reset"),
        "Restore Defaults": N_("Restore defaults"),
    },
    "QDialogButtonBox": {"OK": N_("OK")},
    "QWidgetTextControl": {
        "&Undo": N_("Undo"),
        "&Redo": N_("Redo"),
        "Cu&t": N_("Cut"),
        "&Copy": N_("Copy"),
        "&Paste": N_("Paste"),
        "Delete": N_("Delete"),
        "Select All": N_("Select all"),
    },
    "QAbstractSpinBox": {
        "&Select All": N_("Select all"),
        "&Step up": N_("Step up"),
        "Step &down": N_("Step down"),
    },
    "QFileDialog": {
        "Look in:": N_("Look in:"),
        "Back": N_("Back"),
        "Forward": N_("Forward"),
        "Parent Directory": N_("Parent folder"),
        "Create New Folder": N_("New folder"),
        "New Folder": N_("New folder"),
        "List View": N_("List"),
        "Detail View": N_("Details"),
        "File &name:": N_("File name:"),
        "Files of type:": N_("File type:"),
        "&Open": N_("Open file"),
        "&Choose": N_("Choose"),
        "&Save": N_("Save"),
        "&Delete": N_("Delete"),
        "&Rename": N_("Rename"),
        "Show &hidden files": N_("Show hidden files"),
        "All Files (*)": N_("All files (*)"),
        "Directory:": N_("Folder:"),
        "Directories": N_("Folders"),
        "My Computer": N_("This PC"),
        "%1 already exists.\nDo you want to replace it?": N_(
            "%1 already exists.\nDo you want to replace it?"
        ),
        "%1\nFile not found.\nPlease verify the correct file name was given.": N_(
            "%1\nThe file was not found. Check the name."
        ),
    },
    "QFileSystemModel": {
        "Name": N_("Name"),
        "Size": N_("Size"),
        "Type": N_("Type"),
        "Kind": N_("Type"),
        "Date Modified": N_("Changed"),
        "Computer": N_("PC"),
        "My Computer": N_("This PC"),
    },
}
WORDS["QLineEdit"] = WORDS["QWidgetTextControl"]
"""By Qt's context and its English text; what is missing here Qt writes in English."""


class QtWords(QTranslator):
    """Answers Qt's questions for words in the language spoken now."""

    def isEmpty(self) -> bool:
        """It has words, though none from a file."""
        return False

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """The word for Qt's English one, or None if it is not in the list."""
        word = WORDS.get(context, {}).get(source)
        return None if word is None or language() == "en" else tr(word)


def speak_norwegian(app: QApplication, owner: QObject) -> None:
    """Makes Qt's dialogs speak the language of the window, Qt's own nynorsk below ours."""
    if language() == "nn":
        shipped = QTranslator(owner)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if (Path(folder) / "qtbase_nn.qm").is_file() and shipped.load("qtbase_nn", folder):
            app.installTranslator(shipped)
    app.installTranslator(QtWords(owner))
