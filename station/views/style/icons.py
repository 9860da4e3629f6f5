"""Line icons drawn on a 24 x 24 grid for this program; each stands beside a word."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

Stroke = tuple[str, tuple[float, ...]]
"""A kind of stroke ("line", "ring", "box", "arc") and its numbers on the grid."""

ICONS: Final[dict[str, tuple[Stroke, ...]]] = {
    "today": (
        ("ring", (12, 12, 4)),
        ("line", (12, 2.5, 12, 4.8)),
        ("line", (12, 19.2, 12, 21.5)),
        ("line", (2.5, 12, 4.8, 12)),
        ("line", (19.2, 12, 21.5, 12)),
        ("line", (5.3, 5.3, 6.9, 6.9)),
        ("line", (17.1, 17.1, 18.7, 18.7)),
        ("line", (5.3, 18.7, 6.9, 17.1)),
        ("line", (17.1, 6.9, 18.7, 5.3)),
    ),
    "patients": (("ring", (12, 8, 4)), ("arc", (4, 14, 16, 14, 0, 180))),
    "plans": (
        ("box", (5, 3, 14, 18, 2)),
        ("line", (8.5, 8, 15.5, 8)),
        ("line", (8.5, 12, 15.5, 12)),
        ("line", (8.5, 16, 12.5, 16)),
    ),
    "inbox": (
        ("line", (12, 3.5, 12, 13)),
        ("line", (8, 9.5, 12, 13.5, 16, 9.5)),
        ("line", (4, 13, 4, 20, 20, 20, 20, 13)),
    ),
    "devices": (("box", (7, 2.5, 10, 19, 2)), ("line", (11, 18, 13, 18))),
    "visits": (
        ("line", (3, 16, 3, 12, 6, 11.5, 8.5, 7, 16, 7, 18.5, 11.5, 21, 12.5, 21, 16)),
        ("line", (6, 11.5, 18.5, 11.5)),
        ("ring", (7.5, 16.5, 2.2)),
        ("ring", (16.5, 16.5, 2.2)),
        ("line", (9.7, 16.5, 14.3, 16.5)),
    ),
    "tasks": (("box", (4, 4, 16, 16, 3)), ("line", (8, 12.3, 11, 15.2, 16.2, 9))),
    "benefits": (
        ("line", (4, 4, 4, 20, 20, 20)),
        ("line", (7.5, 15.5, 11.5, 11, 14.5, 13.5, 19.5, 7)),
    ),
    "settings": (
        ("line", (4, 7, 13, 7)),
        ("line", (18, 7, 20, 7)),
        ("ring", (15.5, 7, 2.4)),
        ("line", (4, 17, 6, 17)),
        ("line", (11, 17, 20, 17)),
        ("ring", (8.5, 17, 2.4)),
    ),
    "sync": (
        ("arc", (4, 4, 16, 16, 30, 130)),
        ("line", (19.8, 4.2, 19.3, 8.6, 15, 8.2)),
        ("arc", (4, 4, 16, 16, 210, 130)),
        ("line", (4.2, 19.8, 4.7, 15.4, 9, 15.8)),
    ),
    "search": (("ring", (10.5, 10.5, 6)), ("line", (15, 15, 20, 20))),
    "lock": (
        ("box", (5, 11, 14, 9.5, 2)),
        ("line", (8, 11, 8, 8)),
        ("line", (16, 11, 16, 8)),
        ("arc", (8, 4, 8, 8, 0, 180)),
    ),
    "phone": (
        (
            "line",
            (
                7,
                3.5,
                4,
                5,
                4.5,
                9,
                8,
                15,
                13.5,
                19.5,
                18,
                20.5,
                20,
                17.5,
                16,
                15,
                14,
                16.5,
                9.5,
                12,
                8,
                9.5,
                9.3,
                7.7,
                7,
                3.5,
            ),
        ),
    ),
    "print": (
        ("line", (7, 8, 7, 3, 17, 3, 17, 8)),
        ("line", (7, 17, 4, 17, 4, 8, 20, 8, 20, 17, 17, 17)),
        ("box", (7, 14, 10, 7, 0.5)),
    ),
    "save": (
        ("line", (12, 3.5, 12, 14)),
        ("line", (8, 10, 12, 14, 16, 10)),
        ("line", (4.5, 17, 4.5, 20, 19.5, 20, 19.5, 17)),
    ),
    "person": (("ring", (12, 12, 9)), ("ring", (12, 10, 3)), ("arc", (7, 14.5, 10, 8, 20, 140))),
    "switch": (
        ("line", (4, 8, 19, 8)),
        ("line", (15.5, 4.5, 19, 8, 15.5, 11.5)),
        ("line", (20, 16, 5, 16)),
        ("line", (8.5, 12.5, 5, 16, 8.5, 19.5)),
    ),
    "back": (("line", (14.5, 5.5, 8, 12, 14.5, 18.5)),),
    "next": (("line", (9.5, 5.5, 16, 12, 9.5, 18.5)),),
    "plus": (("line", (12, 5, 12, 19)), ("line", (5, 12, 19, 12))),
    "close": (("line", (6, 6, 18, 18)), ("line", (18, 6, 6, 18))),
    "done": (("ring", (12, 12, 9)), ("line", (8, 12.3, 11, 15.2, 16.2, 9.4))),
    "warning": (
        ("line", (12, 3.5, 21.5, 20, 2.5, 20, 12, 3.5)),
        ("line", (12, 9.5, 12, 14.2)),
        ("line", (12, 16.9, 12, 17.1)),
    ),
    "clock": (("ring", (12, 12, 9)), ("line", (12, 6.8, 12, 12, 15.8, 14))),
    "empty": (("ring", (12, 12, 9)), ("line", (8.5, 12, 15.5, 12))),
    "hidden": (
        ("arc", (2.5, 6, 19, 16, 20, 140)),
        ("ring", (12, 13, 2.6)),
        ("line", (4, 20, 20, 4)),
    ),
}


def paint_icon(painter: QPainter, name: str, box: QRectF, ink: QColor) -> None:
    """Draws an icon inside the square `box` in one colour."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / 24, box.height() / 24)
    pen = QPen(ink, 1.7)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for kind, numbers in ICONS[name]:
        painter.drawPath(_stroke(kind, numbers))
    painter.restore()


def pixmap(name: str, ink: QColor, size: int, ratio: float = 1.0) -> QPixmap:
    """An icon as a picture `size` pixels square, sharp at the screen's pixel ratio."""
    picture = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint_icon(painter, name, QRectF(0, 0, size, size), ink)
    painter.end()
    return picture


def icon(name: str, ink: QColor, size: int = 24) -> QIcon:
    """An icon for a button; drawn at double size as well for sharp screens."""
    made = QIcon(pixmap(name, ink, size))
    made.addPixmap(pixmap(name, ink, size, 2.0))
    return made


def _stroke(kind: str, numbers: tuple[float, ...]) -> QPainterPath:
    path = QPainterPath()
    if kind == "ring":
        x, y, radius = numbers
        path.addEllipse(QPointF(x, y), radius, radius)
    elif kind == "box":
        x, y, wide, high, radius = numbers
        path.addRoundedRect(QRectF(x, y, wide, high), radius, radius)
    elif kind == "arc":
        x, y, wide, high, start, span = numbers
        box = QRectF(x, y, wide, high)
        path.arcMoveTo(box, start)
        path.arcTo(box, start, span)
    else:
        path.moveTo(numbers[0], numbers[1])
        for at in range(2, len(numbers), 2):
            path.lineTo(numbers[at], numbers[at + 1])
    return path
