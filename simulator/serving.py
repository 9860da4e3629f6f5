"""Controllers for programs elsewhere: HCI over TCP, on this computer only."""

import asyncio
from types import TracebackType
from typing import Self

from bumble import hci, ll
from bumble.link import LocalLink
from bumble.transport.common import StreamPacketSink, StreamPacketSource

from simulator.controllers import MeterController

LOOPBACK = "127.0.0.1"


class HciServer:
    """Gives every program that connects a controller of its own on one link."""

    def __init__(self, link: LocalLink, port: int = 0) -> None:
        """Take the link; port 0 is any free one."""
        self._link = link
        self._wanted = port
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.BaseTransport] = set()

    @property
    def port(self) -> int:
        """Give the port that it listens on."""
        assert self._server is not None  # noqa: S101  (asked within the context only)
        return int(self._server.sockets[0].getsockname()[1])

    async def __aenter__(self) -> Self:
        """Begin to listen."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: _Program(self._link, self._open), LOOPBACK, self._wanted
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Listen no more, and hang up."""
        assert self._server is not None  # noqa: S101  (it was entered)
        self._server.close()
        for transport in tuple(self._open):
            transport.close()
        await self._server.wait_closed()


class _Program(StreamPacketSource):
    """One program's host, and its controller."""

    def __init__(self, link: LocalLink, known: set[asyncio.BaseTransport]) -> None:
        super().__init__()
        self._link = link
        self._known = known
        self._controller: MeterController | None = None
        self._transport: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Make its controller."""
        self._transport = transport
        self._known.add(transport)
        assert isinstance(transport, asyncio.WriteTransport)  # noqa: S101  (TCP is)
        sink = StreamPacketSink(transport)
        self._controller = MeterController("PC", host_source=self, host_sink=sink, link=self._link)

    def connection_lost(self, _: Exception | None) -> None:
        """Take its controller off the air; whoever it was connected with is told."""
        self.on_transport_lost()
        if self._transport is not None:
            self._known.discard(self._transport)
        if self._controller is None:
            return
        self._controller.le_scan_enable = False
        self._controller.pending_le_connection = None
        for connection in tuple(self._controller.le_connections.values()):
            reason = hci.HCI_ErrorCode.CONNECTION_TIMEOUT_ERROR
            connection.send_ll_control_pdu(ll.TerminateInd(reason))
        self._controller.host = None
        asyncio.get_running_loop().call_soon(self._link.remove_controller, self._controller)
