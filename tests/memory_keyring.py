"""A keyring in memory, with the limit of Windows' own: 2560 bytes of UTF-16 in an entry."""

from keyring.errors import KeyringError, PasswordDeleteError

WINDOWS_BYTES = 2_560


class MemoryKeyring:
    """Keeps what it is given; refuses what Windows would, and everything when it is `locked`."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}
        self.locked = False
        self.forgetful = False

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        assert len(password.encode("utf-16-le")) <= WINDOWS_BYTES
        if not self.forgetful:
            self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        if self.entries.pop((service, username), None) is None:
            raise PasswordDeleteError(service)

    def _check(self) -> None:
        if self.locked:
            raise KeyringError("locked")
