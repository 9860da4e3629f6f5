"""The clipboard: what Station puts there stays out of histories, and goes when it locks."""

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QGuiApplication

_NO_HISTORY = (
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"',
    'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"',
    'application/x-qt-windows-mime;value="CanUploadToCloudClipboard"',
)

_OURS = "application/x-station"


def copy(text: str) -> None:
    """Puts text on the clipboard, and asks Windows to keep it out of its history and its cloud."""
    data = QMimeData()
    data.setText(text)
    for name in _NO_HISTORY:
        data.setData(name, QByteArray(b"\0\0\0\0"))
    data.setData(_OURS, QByteArray(b"1"))
    QGuiApplication.clipboard().setMimeData(data)


def clear_if_ours() -> None:
    """Empties the clipboard if what lies there came from Station; others' is left alone."""
    clipboard = QGuiApplication.clipboard()
    data = clipboard.mimeData()
    # An empty clipboard has none, which the stubs do not know.
    if data is not None and (clipboard.ownsClipboard() or data.hasFormat(_OURS)):  # type: ignore[redundant-expr]
        clipboard.clear()
