"""The appearance of this PC: light or dark, and how large; it is the PC's, not the person's."""

from functools import partial

from PySide6.QtWidgets import QApplication, QComboBox

from station.core.i18n import N_, tr
from station.core.look import APPEARANCES, SCALES, Look, read_look, write_look
from station.services.office.office import OfficeFacts
from station.views import relook
from station.views.context import Context
from station.views.settings.section import LANGUAGES, Section, Work
from station.views.style import apply, choice, choose, current, field

WORDS = {
    "system": N_("As the PC"),
    "light": N_("Light"),
    "dark": N_("Dark"),
    "contrast": N_("High contrast"),
}


class LookSection(Section):
    """Three choices, each stored when it is chosen."""

    def __init__(self, context: Context, facts: OfficeFacts) -> None:
        super().__init__(context, facts)
        card = self.card(tr("Appearance"), tr("For everybody who uses this PC."))
        self._wish = choice(*((tr(WORDS[name]), name) for name in APPEARANCES))
        self._scale = choice(*((f"{scale:.0%}".replace("%", " %"), scale) for scale in SCALES))
        self._language = choice(*LANGUAGES)
        help_size = tr(
            "Colours and letters change at once; buttons and margins follow when you sign in next."
        )
        for words, drop, name, help_text in (
            (tr("Colours"), self._wish, "appearance", ""),
            (tr("Text size"), self._scale, "text_size", help_size),
            (
                tr("Language of the sign-in screen"),
                self._language,
                "door_language",
                tr("Once somebody is chosen, the screen speaks her language."),
            ),
        ):
            drop.setObjectName(name)
            drop.setEnabled(False)
            card.body.addWidget(field(words, drop, help_text))
        self._work = Work(context, "look_work")
        card.body.addWidget(self._work)
        self.column.addStretch(1)
        self._look = Look()

    def opened(self) -> None:
        """Shows what this PC has now."""
        folder = self.context.station.home.root
        self.context.bridge.ask(self, lambda: read_look(folder), self._show)

    def _drops(self) -> tuple[QComboBox, ...]:
        return self._wish, self._scale, self._language

    def _show(self, look: Look) -> None:
        self._look = look
        wanted = (look.appearance, look.scale, look.language)
        for drop, value in zip(self._drops(), wanted, strict=True):
            drop.blockSignals(True)
            drop.setCurrentIndex(drop.findData(value))
            drop.blockSignals(False)
            if not drop.isEnabled():
                drop.setEnabled(True)
                drop.currentIndexChanged.connect(lambda _at: self._chosen())

    def _chosen(self) -> None:
        values = [drop.currentData() for drop in self._drops()]
        look = Look(str(values[0]), float(values[1]), str(values[2]))
        folder = self.context.station.home.root
        self._work.run(
            tr("Saving …"), lambda: write_look(folder, look), lambda _: self._put_on(look)
        )

    def _put_on(self, look: Look) -> None:
        self._look = look
        app = QApplication.instance()
        if isinstance(app, QApplication):
            wanted = choose(app, look.appearance, look.scale)
            if wanted != current():
                relook.put_on(self.context.room, partial(apply, app, wanted))
        self._work.say(tr("Saved for this PC."))
