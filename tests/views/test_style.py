"""The look: contrast, sizes, plain text, and layouts that flow."""

import itertools

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from station.core import i18n
from station.views import style
from station.views.style import flags
from station.views.style.confirm import ask_before
from station.views.style.icons import ICONS, paint_icon
from station.views.style.qss import sheet, tones
from station.views.style.tokens import PALETTES, TYPE, Palette, contrast
from tests.qt import Pulse

SIZES = (1.0, 1.25, 1.5, 2.0)


def test_contrast_is_computed_as_wcag_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_every_text_can_be_read(palette: Palette) -> None:
    grounds = (palette.surface, palette.ground, palette.raised)
    pairs = list(itertools.product((palette.ink, palette.muted), (*grounds, palette.accent_soft)))
    pairs += [(palette.on_accent, palette.accent), (palette.on_accent, palette.accent_hover)]
    pairs += itertools.product((palette.accent, palette.danger), (palette.surface, palette.ground))
    pairs += [(palette.accent, palette.accent_soft), (palette.surface, palette.ink)]
    pairs += [(zone.ink, zone.fill) for zone in palette.zones.values()]
    pairs += [(zone.ink, palette.surface) for zone in palette.zones.values()]
    pairs += [(ink, fill) for ink, fill, _ in tones(palette).values()]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_every_shape_can_be_seen(palette: Palette) -> None:
    pairs = [(zone.edge, zone.fill) for zone in palette.zones.values()]
    pairs += [(zone.edge, palette.surface) for zone in palette.zones.values()]
    pairs += itertools.product(
        (palette.control_line, palette.focus), (palette.surface, palette.ground)
    )
    assert [pair for pair in pairs if contrast(*pair) < 3] == []


def test_each_zone_has_its_own_shape_and_word() -> None:
    drawn = set()
    for zone in style.ZONES:
        image = QImage(24, 24, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        style.paint_shape(painter, zone, QRectF(2, 2, 20, 20), QColor("black"))
        painter.end()
        drawn.add(bytes(image.constBits()))
    assert len(drawn) == 6
    for language in i18n.LANGUAGES:
        i18n.use(language)
        assert len({style.zone_word(zone) for zone in style.ZONES}) == 6


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_draws_something_inside_its_box(name: str) -> None:
    image = QImage(40, 40, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_icon(painter, name, QRectF(8, 8, 24, 24), QColor("black"))
    painter.end()
    inked = [(x, y) for x in range(40) for y in range(40) if image.pixelColor(x, y).alpha() > 30]
    assert inked
    assert all(7 <= x <= 32 and 7 <= y <= 32 for x, y in inked)


@pytest.mark.parametrize("scale", SIZES)
@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_the_style_sheet_names_every_role_at_its_size(palette: Palette, scale: float) -> None:
    theme = style.Theme(palette, scale)
    text = sheet(theme)
    assert text.count("{") == text.count("}")
    for role in TYPE:
        assert f'QLabel[role="{role}"]' in text
        assert f"font-size: {theme.size(role)}px" in text


def test_the_flags_of_the_first_picture_are_those_of_qt() -> None:
    hints = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
    assert Qt.TextFormat.PlainText.value == flags.PLAIN_TEXT
    assert Qt.AlignmentFlag.AlignCenter.value == flags.ALIGN_CENTRE
    assert Qt.AlignmentFlag.AlignHCenter.value == flags.ALIGN_ACROSS
    assert Qt.AlignmentFlag.AlignVCenter.value == flags.ALIGN_DOWN
    assert Qt.ScrollBarPolicy.ScrollBarAlwaysOff.value == flags.SCROLLBAR_NEVER
    assert Qt.FocusPolicy.NoFocus.value == flags.NO_FOCUS
    assert hints.value == flags.SENSITIVE_INPUT
    assert Qt.ContextMenuPolicy.NoContextMenu.value == flags.NO_CONTEXT_MENU


def test_a_secret_is_hidden_and_has_no_menu(qtbot: QtBot, look: style.Theme) -> None:
    secret = style.text_input(secret=True)
    qtbot.addWidget(secret)
    assert secret.echoMode() == QLineEdit.EchoMode.Password
    assert secret.contextMenuPolicy() == Qt.ContextMenuPolicy.NoContextMenu
    assert secret.inputMethodHints() & Qt.InputMethodHint.ImhSensitiveData


def test_what_the_style_does_not_have_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError):
        style.nothing_like_this  # noqa: B018


def test_sizes_grow_with_the_scale_on_a_grid_of_four() -> None:
    assert [style.Theme(scale=scale).px(3) for scale in SIZES] == [12, 15, 18, 24]
    assert [style.Theme(scale=2).size(role) for role in ("small", "body", "display")] == [
        24,
        27,
        56,
    ]


def test_the_shipped_family_is_used(qtbot: QtBot, look: style.Theme) -> None:
    for role in ("body", "strong", "heading"):
        made = style.label("SpO₂ 84 %", role)
        qtbot.addWidget(made)
        made.ensurePolished()
        assert made.fontInfo().family().startswith("Inter")
        assert made.fontInfo().pixelSize() == look.size(role)


def test_text_is_shown_letter_for_letter(qtbot: QtBot, look: style.Theme) -> None:
    sentence = "SpO2 <92% og <b>puls</b> >100 & «nå»"
    made = style.label(sentence)
    qtbot.addWidget(made)
    assert made.textFormat() == Qt.TextFormat.PlainText
    pressed = style.button(sentence, "1")
    qtbot.addWidget(pressed)
    assert pressed.text() == "1  " + sentence.replace("&", "&&")
    assert pressed.accessibleName() == sentence
    style.hint(made, sentence)
    assert "&lt;b&gt;puls&lt;/b&gt;" in made.toolTip()
    style.hint(made, "")
    assert made.toolTip() == ""


def test_a_badge_is_named_and_a_doubted_green_is_unknown(qtbot: QtBot, look: style.Theme) -> None:
    badge = style.ZoneBadge("green")
    qtbot.addWidget(badge)
    assert badge.accessibleName() == "Green"
    badge.set_doubted(True)
    assert (badge.shown, badge.accessibleName()) == ("unknown", "Unknown")
    badge.set_zone("red")
    assert badge.shown == "red"
    badge.set_doubted(False)
    badge.set_zone("green")
    assert badge.shown == "green"
    assert not badge.grab().isNull()


@pytest.mark.parametrize("scale", SIZES)
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_badge_holds_its_word(qapp: QApplication, scale: float, language: str) -> None:
    i18n.use(language)
    style.apply(qapp, style.Theme(scale=scale))
    try:
        metrics_font = style.font("strong")
        for zone in style.ZONES:
            probe = style.label(style.zone_word(zone), "strong")
            probe.setFont(metrics_font)
            probe.ensurePolished()
            needed = probe.sizeHint().width() + style.current().px(4)
            assert style.ZoneBadge(zone).sizeHint().width() >= needed
    finally:
        style.apply(qapp, style.Theme())


@pytest.mark.parametrize("width", [60, 150, 400, 1000])
def test_a_flow_clips_nothing(qtbot: QtBot, look: style.Theme, width: int) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = style.FlowLayout(holder)
    chips = [style.Chip(f"Fakta nummer {number}") for number in range(9)]
    for chip in chips:
        flow.addWidget(chip)
    holder.resize(width, flow.heightForWidth(width))
    holder.show()
    qtbot.waitExposed(holder)
    for one, other in itertools.combinations(chips, 2):
        assert not one.geometry().intersects(other.geometry())
    assert all(holder.rect().contains(chip.geometry()) for chip in chips)
    if width >= 150:
        assert all(chip.width() >= chip.sizeHint().width() for chip in chips)


def test_items_can_be_taken_out_of_a_flow(qtbot: QtBot, look: style.Theme) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = style.FlowLayout(holder)
    chip = style.Chip("Én")
    flow.addWidget(chip)
    assert (flow.count(), flow.itemAt(0) is not None, flow.itemAt(1)) == (1, True, None)
    assert flow.takeAt(0) is not None
    assert (flow.takeAt(0), flow.count(), flow.sizeHint().width()) == (None, 0, 0)


def test_a_field_says_what_is_wrong_to_eyes_and_screen_readers(
    qtbot: QtBot, look: style.Theme
) -> None:
    editor = style.text_input()
    made = style.field("Telefon", editor, "Åtte sifre")
    qtbot.addWidget(made)
    made.show()
    assert (editor.accessibleName(), editor.accessibleDescription()) == ("Telefon", "Åtte sifre")
    made.set_wrong("Det mangler to sifre.")
    assert made.wrong == "Det mangler to sifre."
    assert editor.accessibleDescription() == "Det mangler to sifre."
    made.set_wrong("")
    assert editor.accessibleDescription() == "Åtte sifre"
    made.set_help("")
    assert made.wrong == ""


def test_enter_and_space_press_a_button(qtbot: QtBot, look: style.Theme) -> None:
    pressed: list[int] = []
    made = style.button("Ring", "1", primary=True, icon="phone")
    made.clicked.connect(lambda: pressed.append(1))
    qtbot.addWidget(made)
    made.show()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        QTest.keyClick(made, key)
    assert len(pressed) == 3
    made.set_words("Ring igjen")
    assert made.shortcut().toString() == "1"
    made.set_kind("danger")
    assert not made.icon().isNull()


def test_a_line_too_long_ends_in_dots_and_keeps_its_words(qtbot: QtBot, look: style.Theme) -> None:
    made = style.ElidedLabel("Ingen målinger på to dager, avtalt hver morgen")
    qtbot.addWidget(made)
    made.resize(80, 20)
    made.show()
    assert "hver morgen" in made.toolTip()
    made.resize(900, 20)
    assert made.toolTip() == ""
    made.set_role("muted")
    assert made.property("role") == "muted"


@pytest.mark.parametrize("state", ["empty", "loading", "failed", "locked", "no_right"])
def test_every_state_is_drawn_and_named(
    qtbot: QtBot, look: style.Theme, heartbeat: Pulse, state: str
) -> None:
    acted: list[int] = []
    view = style.StateView(state, "Prøv en gang til.")
    qtbot.addWidget(view)
    again = view.add_action("Prøv igjen", lambda: acted.append(1))
    view.resize(600, 400)
    view.show()
    qtbot.waitExposed(view)
    again.click()
    assert acted == [1]
    assert "Prøv en gang til." in view.accessibleName()
    view.set_text("Henter målinger")


def test_a_banner_changes_its_words_and_tone(qtbot: QtBot, look: style.Theme) -> None:
    banner = style.Banner("Frakoblet siden 13:20, alt lagres her", "warning")
    qtbot.addWidget(banner)
    banner.show_text("Tilkoblet", "good")
    assert (banner.text, banner.accessibleName()) == ("Tilkoblet", "Tilkoblet")
    pressed: list[int] = []
    banner.add_action("Lukk", lambda: pressed.append(1)).click()
    assert pressed == [1]


def test_what_cannot_be_undone_is_asked_with_the_verb_on_the_button(
    qtbot: QtBot, look: style.Theme
) -> None:
    done: list[str] = []
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    question = ask_before(
        parent,
        "Slette kladden?",
        "Den kan ikke hentes tilbake.",
        "Slett kladden",
        lambda: done.append("x"),
    )
    assert question.act.text() == "Slett kladden"
    assert question.cancel.hasFocus() or question.focusWidget() is question.cancel
    QTest.keyClick(question, Qt.Key.Key_Escape)
    assert done == []
    question = ask_before(parent, "Slette?", "For godt.", "Slett", lambda: done.append("y"))
    question.act.click()
    assert done == ["y"]


def test_themes_are_chosen_by_wish(qapp: QApplication) -> None:
    for wish in ("light", "dark", "contrast"):
        assert style.choose(qapp, wish).palette.name == wish
    assert style.choose(qapp, "system", 1.5).scale == 1.5
    assert style.choose(qapp, "nonsense").palette.name == "light"


@pytest.mark.parametrize(
    ("shortcut", "written"),
    [("Ctrl+L", "Ctrl L"), ("Alt+Left", "Alt ←"), ("Ctrl+Return", "Ctrl Enter")],
)
def test_short_cuts_are_written_as_they_are_marked_on_the_keys(
    qtbot: QtBot, look: style.Theme, shortcut: str, written: str
) -> None:
    made = style.button("Vis", shortcut)
    qtbot.addWidget(made)
    assert made.text() == f"Vis   {written}"
