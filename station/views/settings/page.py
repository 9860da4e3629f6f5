"""The page of settings."""

from station.views.page import Page


class SettingsPage(Page):
    """The sections of the settings."""
