"""Known trouble: the world's fault, told in a sentence a nurse can act on."""

from station.core.i18n import tr


class Trouble(Exception):  # noqa: N818  (the project's word for it)
    """Something outside the program is not as it should be; every other exception is a bug."""

    def __init__(self, code: str, message: str, **values: object) -> None:
        """Keep a stable `code`, an English `message` to translate, and the values it names."""
        # Only the code is an argument of the exception: a traceback in a log shows no values.
        super().__init__(code)
        self.code = code
        self.message = message
        self.values = values

    def sentence(self) -> str:
        """Give the message in the language spoken now, with its values filled in."""
        return tr(self.message, **self.values)
