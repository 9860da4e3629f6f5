"""The banners between the top line and the page: offline, trouble, a silent watcher."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.views.style.frames import Banner
from station.views.style.theme import current


class Banners(QWidget):
    """Banners by key; the same key replaces its words instead of stacking up."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banners")
        theme = current()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.px(3), theme.px(3), theme.px(3), 0)
        self._column.setSpacing(theme.px(2))
        self._shown: dict[str, Banner] = {}
        self.hide()

    def show_banner(
        self,
        key: str,
        text: str,
        tone: str = "warning",
        *,
        closable: bool = False,
        action: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        """Shows a banner, or gives the one with this key other words."""
        banner = self._shown.get(key)
        if banner is None:
            banner = self._shown[key] = Banner(text, tone)
            banner.setObjectName(f"banner_{key}")
            if action is not None:
                banner.add_action(*action)
            if closable:
                banner.add_action(tr("Close"), lambda: self.drop(key))
            self._column.addWidget(banner)
        banner.show_text(text, tone)
        self.show()

    def drop(self, key: str) -> None:
        """Takes a banner away, if it is there."""
        banner = self._shown.pop(key, None)
        if banner is not None:
            self._column.removeWidget(banner)
            banner.hide()
            banner.deleteLater()
        self.setVisible(bool(self._shown))

    def texts(self) -> dict[str, str]:
        """The words now shown, by key."""
        return {key: banner.text for key, banner in self._shown.items()}
