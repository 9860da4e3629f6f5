"""The style sheet, generated from the tokens so that no colour or size is written twice."""

from pathlib import Path

from station.views.style.tokens import TYPE, Palette, Theme

_MARKS = (Path(__file__).resolve().parents[2] / "assets" / "marks").as_posix()
_CELL = 3
"""Pixels that Qt keeps free left of a cell's words, and not left of a heading's."""
_FACE = {
    "regular": 'font-family: "Inter"; font-weight: 400;',
    "semibold": 'font-family: "Inter Semi Bold"; font-weight: 600;',
    "bold": 'font-family: "Inter"; font-weight: 700;',
}


def sheet(theme: Theme) -> str:
    """The whole style sheet for one theme."""
    return "\n".join(
        (
            _texts(theme),
            _surfaces(theme),
            _buttons(theme),
            _fields(theme),
            _choices(theme),
            _lists(theme),
            _scrolling(theme),
        )
    )


def _texts(theme: Theme) -> str:
    """One rule for each text role, and one for words in a zone's ink; colours by role."""
    palette = theme.palette
    colours = {"muted": palette.muted, "small": palette.muted, "error": palette.danger}
    roles = [
        f'QLabel[role="{role}"] {{ {_FACE[face]} font-size: {theme.size(role)}px;'
        f" color: {colours.get(role, palette.ink)}; background: transparent; }}"
        for role, (_, face) in TYPE.items()
    ]
    # After the roles, so that a word in a zone's ink keeps it.
    zones = [
        f'QLabel[zone="{zone}"] {{ color: {drawn.ink}; }}' for zone, drawn in palette.zones.items()
    ]
    return "\n".join((*roles, *zones))


def _surfaces(theme: Theme) -> str:
    """Cards, bars, banners and chips."""
    c = theme.palette
    radius = theme.px(2)
    banners = "\n".join(
        f'QFrame[surface="banner"][tone="{tone}"] {{ background: {fill}; border: 1px solid {edge};'
        f" border-radius: {radius}px; }}\n"
        f'QFrame[surface="banner"][tone="{tone}"] QLabel {{ color: {ink}; }}'
        for tone, (ink, fill, edge) in tones(c).items()
    )
    return f"""
QLabel[role="disc"], QLabel[role="disc-chosen"] {{ border-radius: {theme.px(4)}px;
    background: {c.raised}; border: 1px solid {c.control_line}; }}
QLabel[role="disc-chosen"] {{ background: {c.accent}; color: {c.on_accent};
    border-color: {c.accent}; }}
QLabel[tone="open"] {{ color: {c.zones["green"].ink}; }}
QLabel[tone="closed"] {{ color: {c.muted}; }}
QPushButton::menu-indicator {{ width: 0; image: none; }}
QWidget[surface="ground"] {{ background: {c.ground}; }}
QWidget[surface="plain"] {{ background: {c.surface}; }}
QFrame[surface="card"] {{ background: {c.surface}; border: 1px solid {c.line};
    border-radius: {radius}px; }}
QFrame[surface="list"] {{ background: {c.surface}; border: 1px solid {c.line};
    border-radius: {radius}px; }}
QFrame[surface="card"][chosen="true"] {{ border: 2px solid {c.accent}; }}
QFrame[surface="choice"] {{ border: 2px solid transparent; border-radius: {radius}px; }}
QFrame[surface="choice"]:focus {{ border-color: {c.focus}; background: {c.accent_soft}; }}
QFrame[surface="top"] {{ background: {c.surface}; border-bottom: 1px solid {c.line}; }}
QFrame[surface="foot"] {{ background: {c.surface}; border-top: 1px solid {c.line}; }}
QFrame[surface="rail"] {{ background: {c.surface}; border-right: 1px solid {c.line}; }}
QFrame[surface="rule"] {{ background: {c.line}; border: none; }}
QFrame[surface="toast"] {{ background: {c.ink}; border-radius: {radius}px; }}
QFrame[surface="toast"] QLabel {{ color: {c.surface}; }}
QLabel[surface="chip"] {{ background: {c.raised}; color: {c.ink}; border: 1px solid {c.line};
    border-radius: {theme.px(2.25)}px; padding: {theme.px(0.5)}px {theme.px(2)}px;
    font-size: {theme.size("small")}px; }}
QLabel[surface="chip"][tone="warning"] {{ background: {c.zones["yellow"].fill};
    color: {c.zones["yellow"].ink}; border-color: {c.zones["yellow"].edge}; }}
QLabel[surface="chip"][tone="danger"] {{ background: {c.zones["red"].fill};
    color: {c.zones["red"].ink}; border-color: {c.zones["red"].edge}; }}
{banners}
QToolTip {{ background: {c.ink}; color: {c.surface}; border: 1px solid {c.ink};
    padding: {theme.px(1)}px; font-size: {theme.size("small")}px; }}
"""


def tones(palette: Palette) -> dict[str, tuple[str, str, str]]:
    """Ink, fill and edge of each banner tone."""
    red, yellow, green = (palette.zones[zone] for zone in ("red", "yellow", "green"))
    return {
        "info": (palette.ink, palette.accent_soft, palette.accent),
        "warning": (yellow.ink, yellow.fill, yellow.edge),
        "danger": (red.ink, red.fill, red.edge),
        "good": (green.ink, green.fill, green.edge),
    }


def _buttons(theme: Theme) -> str:
    """Ordinary, primary, quiet and destructive buttons, with a focus ring on each."""
    c = theme.palette
    pad = f"{theme.px(1.5)}px {theme.px(3)}px"
    tight = f"{theme.px(1.5) - 1}px {theme.px(3) - 1}px"
    return f"""
QPushButton {{ background: {c.surface}; color: {c.ink}; border: 1px solid {c.line};
    border-radius: {theme.px(1.5)}px; padding: {pad}; font-size: {theme.size("body")}px; }}
QPushButton:hover {{ background: {c.raised}; border-color: {c.control_line}; }}
QPushButton:pressed, QPushButton:checked {{ background: {c.accent_soft}; border-color: {c.accent};
    color: {c.ink}; }}
QPushButton:focus {{ border: 2px solid {c.focus}; padding: {tight}; }}
QPushButton:disabled {{ color: {c.muted}; background: {c.raised}; border-color: {c.line}; }}
QPushButton[kind="primary"] {{ background: {c.accent}; color: {c.on_accent};
    border-color: {c.accent}; {_FACE["semibold"]} }}
QPushButton[kind="primary"]:hover {{ background: {c.accent_hover}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {c.ink}; padding: {tight}; }}
QPushButton[kind="primary"]:disabled {{ background: {c.raised}; color: {c.muted};
    border-color: {c.line}; }}
QPushButton[kind="danger"] {{ background: {c.surface}; color: {c.danger};
    border-color: {c.danger}; {_FACE["semibold"]} }}
QPushButton[kind="danger"]:disabled {{ color: {c.muted}; background: {c.raised};
    border-color: {c.line}; }}
QPushButton[kind="quiet"] {{ background: transparent; border-color: transparent;
    color: {c.accent}; }}
QPushButton[kind="quiet"]:hover {{ background: {c.accent_soft}; }}
QPushButton[kind="quiet"]:focus {{ border: 2px solid {c.focus}; }}
QPushButton[kind="quiet"]:disabled {{ color: {c.muted}; background: transparent; }}
QPushButton[kind="person"] {{ background: transparent; border: 1px solid transparent;
    border-radius: {theme.px(1.5)}px; padding: 0; }}
QPushButton[kind="person"]:hover {{ background: {c.raised}; }}
QPushButton[kind="person"]:checked {{ background: {c.accent_soft};
    border: 1px solid {c.accent}; }}
QPushButton[kind="person"]:focus {{ border: 2px solid {c.focus}; }}
QPushButton[tight="true"] {{ padding: {theme.px(0.5)}px {theme.px(1)}px;
    font-size: {theme.size("small")}px; }}
QPushButton[tight="true"]:focus {{ padding: {theme.px(0.5) - 1}px {theme.px(1) - 1}px; }}
QPushButton[dense="true"] {{ padding: {theme.px(1.5)}px {theme.px(2)}px;
    font-size: {theme.size("small")}px; }}
QPushButton[dense="true"]:focus {{ padding: {theme.px(1.5) - 1}px {theme.px(2) - 1}px; }}
QPushButton[kind="day"] {{ padding: {theme.px(1.5)}px 0; }}
QPushButton[kind="rail"] {{ background: transparent; border: 2px solid transparent;
    border-radius: {theme.px(1.5)}px; }}
QPushButton[kind="rail"]:hover {{ background: {c.raised}; }}
QPushButton[kind="rail"]:checked {{ background: {c.accent_soft}; }}
QPushButton[kind="rail"]:focus {{ border: 2px solid {c.focus}; }}
QFrame[surface="toast"] QPushButton {{ background: transparent; border: 1px solid transparent;
    color: {c.surface}; text-decoration: underline; {_FACE["semibold"]} }}
QFrame[surface="toast"] QPushButton:focus {{ border: 2px solid {c.surface}; }}
"""


def _fields(theme: Theme) -> str:
    """Text fields, numbers, dates and choices in a drop-down."""
    c = theme.palette
    inputs = (
        "QLineEdit",
        "QPlainTextEdit",
        "QComboBox",
        "QSpinBox",
        "QDoubleSpinBox",
        "QDateEdit",
        "QTimeEdit",
        "QDateTimeEdit",
    )

    def of(state: str) -> str:
        return ", ".join(name + state for name in inputs)

    return f"""
{of("")} {{ background: {c.surface}; color: {c.ink}; border: 1px solid {c.control_line};
    border-radius: {theme.px(1.5)}px; padding: {theme.px(1.5)}px {theme.px(2)}px;
    font-size: {theme.size("body")}px; selection-background-color: {c.accent};
    selection-color: {c.on_accent}; placeholder-text-color: {c.muted}; }}
{of(":focus")} {{ border: 2px solid {c.focus};
    padding: {theme.px(1.5) - 1}px {theme.px(2) - 1}px; }}
{of(":disabled")} {{ background: {c.raised}; color: {c.muted}; border-color: {c.line}; }}
{of('[wrong="true"]')} {{ border: 2px solid {c.danger};
    padding: {theme.px(1.5) - 1}px {theme.px(2) - 1}px; }}
QLineEdit[kind="search"] {{ background: {c.raised}; }}
QComboBox::drop-down {{ border: none; width: {theme.px(6)}px; }}
QComboBox::down-arrow {{ width: 0; height: 0; border-left: {theme.px(1)}px solid {c.surface};
    border-right: {theme.px(1)}px solid {c.surface}; border-top: {theme.px(1.25)}px solid {c.muted};
    margin-right: {theme.px(2)}px; }}
QComboBox QAbstractItemView {{ background: {c.surface}; color: {c.ink};
    border: 1px solid {c.control_line}; selection-background-color: {c.accent_soft};
    selection-color: {c.ink}; outline: none; }}
QComboBox QAbstractItemView::item {{ min-height: {theme.px(7)}px; }}
"""


def _choices(theme: Theme) -> str:
    """Check boxes, radio buttons, tabs and progress."""
    c = theme.palette
    box = theme.px(4)
    ink = "light" if c.on_accent == "#ffffff" else "dark"
    return f"""
QCheckBox, QRadioButton {{ color: {c.ink}; font-size: {theme.size("body")}px;
    spacing: {theme.px(2)}px; padding: {theme.px(1)}px; border: 2px solid transparent;
    border-radius: {theme.px(1)}px; }}
QCheckBox:focus, QRadioButton:focus {{ border: 2px solid {c.focus}; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: {box}px; height: {box}px;
    background: {c.surface}; border: 1px solid {c.control_line}; }}
QCheckBox::indicator {{ border-radius: {theme.px(0.75)}px; }}
QRadioButton::indicator {{ border-radius: {box // 2}px; }}
QCheckBox::indicator:checked, QRadioButton::indicator:checked {{ background: {c.accent};
    border-color: {c.accent}; }}
QCheckBox::indicator:checked {{ image: url({_MARKS}/tick-{ink}.png); }}
QRadioButton::indicator:checked {{ image: url({_MARKS}/dot-{ink}.png); }}
QProgressBar {{ background: {c.raised}; border: 1px solid {c.line};
    border-radius: {theme.px(1)}px; color: {c.ink}; max-height: {theme.px(2)}px;
    min-height: {theme.px(2)}px; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: {theme.px(1)}px; }}
QTabBar::tab {{ background: transparent; color: {c.muted}; border: none;
    border-bottom: 2px solid transparent; padding: {theme.px(2)}px {theme.px(3)}px;
    font-size: {theme.size("body")}px; }}
QTabBar::tab:selected {{ color: {c.accent}; border-bottom: 2px solid {c.accent};
    {_FACE["semibold"]} }}
QTabBar::tab:focus {{ border: 2px solid {c.focus}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {c.line}; }}
"""


def _lists(theme: Theme) -> str:
    """Lists and tables."""
    c = theme.palette
    return f"""
QAbstractItemView {{ background: {c.surface}; color: {c.ink}; border: 1px solid {c.line};
    border-radius: {theme.px(2)}px; alternate-background-color: {c.raised};
    selection-background-color: {c.accent_soft}; selection-color: {c.ink};
    font-size: {theme.size("body")}px; outline: none; gridline-color: {c.line}; }}
QAbstractItemView:focus {{ border: 2px solid {c.focus}; }}
QListView[kind="rows"], QListView[kind="rows"]:focus {{ background: transparent; border: none; }}
QTableView::item {{ padding-left: {theme.px(2) - _CELL}px; }}
QAbstractItemView[kind="airy"]::item {{ padding: {theme.px(1.5)}px; }}
QListWidget[kind="rows"]::item {{ padding-left: {theme.px(2)}px;
    border-radius: {theme.px(1.5)}px; }}
QListWidget[kind="rows"]::item:selected {{ background: {c.accent_soft}; color: {c.ink}; }}
QHeaderView {{ background: {c.surface}; border: none; }}
QHeaderView::section {{ background: {c.raised}; color: {c.muted}; border: none;
    border-bottom: 1px solid {c.line}; padding: {theme.px(1.5)}px {theme.px(2)}px;
    font-size: {theme.size("small")}px; {_FACE["semibold"]} }}
QMenu {{ background: {c.surface}; color: {c.ink}; border: 1px solid {c.control_line};
    padding: {theme.px(1)}px; font-size: {theme.size("body")}px; }}
QMenu::item {{ padding: {theme.px(1.5)}px {theme.px(4)}px; border-radius: {theme.px(1)}px; }}
QMenu::item:selected {{ background: {c.accent_soft}; color: {c.ink}; }}
QMenu::item:disabled {{ color: {c.muted}; }}
"""


def _scrolling(theme: Theme) -> str:
    """Thin scroll bars without arrows, and splitters."""
    c = theme.palette
    wide = theme.px(2.5)
    return f"""
QScrollArea {{ background: transparent; border: none; }}
QScrollArea > #qt_scrollarea_viewport, QWidget[surface="scrolled"] {{ background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: {wide}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {wide}px; margin: 0; }}
QScrollBar::handle {{ background: {c.control_line}; border-radius: {theme.px(1)}px;
    min-height: {theme.px(8)}px; min-width: {theme.px(8)}px; margin: {theme.px(0.5)}px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QSplitter::handle {{ background: {c.line}; }}
"""
