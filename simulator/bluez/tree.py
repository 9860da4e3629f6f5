"""A tree of objects with interfaces and properties on a bus, as ObjectManager shows it."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, TypeAlias

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

PROPERTIES = "org.freedesktop.DBus.Properties"
MANAGER = "org.freedesktop.DBus.ObjectManager"
Reply: TypeAlias = tuple[str, list[Any]]
"""A signature and its values; ("", []) is no value."""
NOTHING: Reply = ("", [])
Method: TypeAlias = Callable[[Message], Awaitable[Reply]]


class Denied(Exception):  # noqa: N818  (an answer, not a fault)
    """The error that a caller gets: its D-Bus name and a text."""

    def __init__(self, name: str, text: str = "") -> None:
        """Keep both."""
        super().__init__(name, text)
        self.name = name
        self.text = text


class Tree:
    """What is on the bus now. Whoever changes it through `put`, `drop` and `change` is heard."""

    def __init__(self, bus: MessageBus) -> None:
        """Begin without any object."""
        self._bus = bus
        self.objects: dict[str, dict[str, dict[str, Variant]]] = {}
        self.writable: set[tuple[str, str]] = set()
        self.changed_by_caller: Callable[[str, str, str, Any], Awaitable[None]] | None = None

    def put(self, path: str, interfaces: Mapping[str, Mapping[str, Variant]]) -> None:
        """Add an object and tell everybody."""
        made = {name: dict(properties) for name, properties in interfaces.items()}
        self.objects[path] = made
        self._tell("/", MANAGER, "InterfacesAdded", "oa{sa{sv}}", [path, made])

    def drop(self, path: str) -> None:
        """Remove an object and tell everybody."""
        gone = self.objects.pop(path, None)
        if gone is not None:
            self._tell("/", MANAGER, "InterfacesRemoved", "oas", [path, list(gone)])

    def below(self, path: str) -> list[str]:
        """Give the paths of the objects below this one, deepest first."""
        return sorted((each for each in self.objects if each.startswith(f"{path}/")), reverse=True)

    def change(
        self, path: str, interface: str, gone: Iterable[str] = (), **changed: Variant
    ) -> None:
        """Change properties of an object that is there, and tell everybody."""
        properties = self.objects.get(path, {}).get(interface)
        if properties is None:
            return
        properties.update(changed)
        dropped = [name for name in gone if properties.pop(name, None) is not None]
        body = [interface, changed, dropped]
        self._tell(path, PROPERTIES, "PropertiesChanged", "sa{sv}as", body)

    def value(self, path: str, interface: str, name: str) -> Any:  # noqa: ANN401  (any type)
        """Give a property's plain value, None if it is not there."""
        variant = self.objects.get(path, {}).get(interface, {}).get(name)
        return None if variant is None else variant.value

    def _tell(
        self, path: str, interface: str, member: str, signature: str, body: list[Any]
    ) -> None:
        if self._bus.connected:
            self._bus.send(Message.new_signal(path, interface, member, signature, body))

    # ---- what everybody may ask

    async def managed(self, _: Message) -> Reply:
        """Answer GetManagedObjects."""
        return "a{oa{sa{sv}}}", [self.objects]

    async def get(self, message: Message) -> Reply:
        """Answer Properties.Get."""
        interface, name = message.body
        return "v", [self._properties(message.path or "", interface)[name]]

    async def get_all(self, message: Message) -> Reply:
        """Answer Properties.GetAll."""
        return "a{sv}", [self._properties(message.path or "", message.body[0])]

    async def set(self, message: Message) -> Reply:
        """Answer Properties.Set, for the few that may be set."""
        interface, name, variant = message.body
        if (interface, name) not in self.writable:
            raise Denied("org.freedesktop.DBus.Error.PropertyReadOnly")
        path = message.path or ""
        if self.changed_by_caller is not None:
            await self.changed_by_caller(path, interface, name, variant.value)
        self.change(path, interface, **{name: variant})
        return NOTHING

    def _properties(self, path: str, interface: str) -> dict[str, Variant]:
        if path not in self.objects:
            raise Denied("org.freedesktop.DBus.Error.UnknownObject", path)
        return self.objects[path].get(interface, {})


def is_call(message: Message) -> bool:
    """Tell whether a message wants something done."""
    return message.message_type is MessageType.METHOD_CALL
