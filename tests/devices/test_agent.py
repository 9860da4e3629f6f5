"""What BlueZ is answered during pairing, and how the agent comes and goes."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future

import pytest
from dbus_fast import BusType, DBusError, Message, MessageType
from dbus_fast.aio.message_bus import MessageBus
from dbus_fast.annotations import DBusObjectPath, DBusStr
from dbus_fast.service import ServiceInterface, dbus_method

from simulator.bus import PrivateBus
from station.devices.agent import AGENT_PATH, CAPABILITY, Answers, BluezPairer
from station.devices.asking import Answer, Asked, PairingQuestion

ADDRESS = "AA:BB:CC:00:11:22"
PATH = "/org/bluez/hci0/dev_AA_BB_CC_00_11_22"


class Person:
    """Answers at once, or when the test says."""

    def __init__(self, *answers: Answer, later: bool = False) -> None:
        self.questions: list[PairingQuestion] = []
        self.future: Future[Answer] = Future()
        self._answers = list(answers)
        self._later = later

    def __call__(self, question: PairingQuestion) -> "Future[Answer] | None":
        self.questions.append(question)
        self.future = Future()
        if not self._later:
            self.future.set_result(self._answers.pop(0))
        return self.future


def expecting(person: Person | None, seconds: float = 5.0) -> Answers:
    answers = Answers(seconds)
    answers.ask_with(person)
    answers.expect(ADDRESS.lower())
    return answers


def refused(work: Awaitable[object]) -> str:
    """Give the last word of the D-Bus error that this ends with."""

    async def go() -> str:
        with pytest.raises(DBusError) as caught:
            await work
        return caught.value.type.rpartition(".")[2]

    return asyncio.run(go())


def test_a_passkey_is_asked_of_the_person() -> None:
    person = Person(12345)
    assert asyncio.run(expecting(person).passkey(PATH)) == 12345
    assert person.questions == [PairingQuestion(ADDRESS, Asked.PASSKEY)]


@pytest.mark.parametrize("answer", [None, True, -1, 1_000_000])
def test_no_passkey_refuses(answer: Answer) -> None:
    assert refused(expecting(Person(answer)).passkey(PATH)) == "Rejected"


def test_digits_are_confirmed_by_the_person() -> None:
    person = Person(True, False, 1)
    answers = expecting(person)
    asyncio.run(answers.confirm(PATH, 42))
    assert person.questions[0].digits == "000042"
    assert refused(answers.confirm(PATH, 42)) == "Rejected"
    assert refused(answers.confirm(PATH, 42)) == "Rejected"


def test_digits_to_type_on_the_device_are_shown() -> None:
    person = Person(None)
    expecting(person).show(PATH, 7)
    assert person.questions == [PairingQuestion(ADDRESS, Asked.SHOWN, 7)]
    expecting(None).show(PATH, 7)


def test_nobody_to_ask_refuses() -> None:
    assert refused(expecting(None).passkey(PATH)) == "Rejected"


def test_a_device_that_nobody_is_pairing_is_refused() -> None:
    person = Person(1)
    answers = expecting(person)
    answers.expect(ADDRESS)
    answers.expect_no_more(ADDRESS)
    answers.expect_no_more(ADDRESS)
    for path in (PATH, "/org/bluez/hci0/dev_00_00_00_00_00_01", "/nonsense"):
        assert refused(answers.passkey(path)) == "Rejected"
    assert person.questions == []


def test_no_answer_in_time_is_cancelled_and_the_question_withdrawn() -> None:
    person = Person(later=True)
    assert refused(expecting(person, seconds=0.01).passkey(PATH)) == "Canceled"
    assert person.future.cancelled()


@pytest.mark.parametrize("how", ["withdraw", "expect_no_more", "person"])
def test_a_question_that_is_withdrawn_is_cancelled(how: str) -> None:
    person = Person(later=True)
    answers = expecting(person)

    async def go() -> None:
        asking = asyncio.ensure_future(answers.passkey(PATH))
        while not person.questions:  # noqa: ASYNC110  (the question comes at the next turn)
            await asyncio.sleep(0)
        if how == "withdraw":
            answers.withdraw()
        elif how == "expect_no_more":
            answers.expect_no_more(ADDRESS)
        else:
            person.future.cancel()
        with pytest.raises(DBusError, match="withdrawn"):
            await asking

    asyncio.run(go())
    assert person.future.cancelled()


def test_a_visit_that_is_cancelled_ends_its_question() -> None:
    person = Person(later=True)
    answers = expecting(person)

    async def go() -> None:
        asking = asyncio.ensure_future(answers.passkey(PATH))
        while not person.questions:  # noqa: ASYNC110  (the question comes at the next turn)
            await asyncio.sleep(0)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking

    asyncio.run(go())
    assert person.future.cancelled()


class AgentManager(ServiceInterface):
    """BlueZ's side, as much of it as an agent needs."""

    def __init__(self) -> None:
        super().__init__("org.bluez.AgentManager1")
        self.calls: list[tuple[str, ...]] = []

    @dbus_method(name="RegisterAgent")
    def register_agent(self, agent: DBusObjectPath, capability: DBusStr) -> None:
        self.calls.append(("register", agent, capability))

    @dbus_method(name="RequestDefaultAgent")
    def request_default_agent(self, agent: DBusObjectPath) -> None:
        self.calls.append(("default", agent))

    @dbus_method(name="UnregisterAgent")
    def unregister_agent(self, agent: DBusObjectPath) -> None:
        self.calls.append(("unregister", agent))


@pytest.fixture
def bus_address(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> str:
    """The place of a bus that nobody is on."""
    address = f"unix:path={tmp_path_factory.mktemp('bus') / 'bus'}"
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
    return address


def with_bluez(
    address: str, work: Callable[[BluezPairer, MessageBus, AgentManager, str], Awaitable[None]]
) -> AgentManager:
    """Play BlueZ's agent manager on a bus of our own while `work` goes on."""

    async def go() -> AgentManager:
        bluez = await MessageBus(bus_address=address, bus_type=BusType.SYSTEM).connect()
        manager = AgentManager()
        bluez.export("/org/bluez", manager)
        await bluez.request_name("org.bluez")
        pairer = BluezPairer(0.05)
        await pairer.begin()
        own = pairer._bus
        assert own is not None
        assert own.unique_name is not None
        await work(pairer, bluez, manager, own.unique_name)
        await pairer.end()
        await pairer.end()  # twice does nothing
        bluez.disconnect()
        return manager

    return asyncio.run(go())


async def ask(bluez: MessageBus, to: str, member: str, signature: str, *body: object) -> Message:
    return await bluez.call(
        Message(
            destination=to,
            path=AGENT_PATH,
            interface="org.bluez.Agent1",
            member=member,
            signature=signature,
            body=list(body),
        )
    )


def test_the_agent_answers_bluez_over_the_bus(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = Person(654321, True, None)

    async def work(pairer: BluezPairer, bluez: MessageBus, _: AgentManager, to: str) -> None:
        pairer.ask_with(person)
        refusal = await ask(bluez, to, "RequestPasskey", "o", PATH)
        assert refusal.error_name == "org.bluez.Error.Rejected"
        pairer.expect(ADDRESS)
        assert (await ask(bluez, to, "RequestPasskey", "o", PATH)).body == [654321]
        for member, signature, body in (
            ("RequestConfirmation", "ou", (PATH, 3)),
            ("DisplayPasskey", "ouq", (PATH, 3, 0)),
            ("DisplayPasskey", "ouq", (PATH, 3, 1)),
            ("RequestAuthorization", "o", (PATH,)),
            ("AuthorizeService", "os", (PATH, "1808")),
            ("Cancel", "", ()),
            ("Release", "", ()),
        ):
            reply = await ask(bluez, to, member, signature, *body)
            assert reply.message_type is MessageType.METHOD_RETURN, member
        pin = await ask(bluez, to, "RequestPinCode", "o", PATH)
        assert pin.error_name == "org.bluez.Error.Rejected"

    with PrivateBus(tmp_path_factory.mktemp("bus")) as bus:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address)
        manager = with_bluez(bus.address, work)
    assert manager.calls == [
        ("register", AGENT_PATH, CAPABILITY),
        ("default", AGENT_PATH),
        ("unregister", AGENT_PATH),
    ]
    assert [question.asked for question in person.questions] == [
        Asked.PASSKEY,
        Asked.CONFIRM,
        Asked.SHOWN,
    ]


def test_a_pc_without_bluez_has_no_agent_and_goes_on(
    bus_address: str, caplog: pytest.LogCaptureFixture
) -> None:
    del bus_address

    async def go() -> None:
        pairer = BluezPairer()
        await pairer.begin()
        assert pairer._bus is None
        await pairer.end()

    with caplog.at_level("INFO", "station"):
        asyncio.run(go())
    assert "pairing.no_agent" in caplog.text


def test_a_bus_without_bluez_has_no_agent(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def go() -> None:
        pairer = BluezPairer()
        await pairer.begin()
        assert pairer._bus is None

    with PrivateBus(tmp_path_factory.mktemp("bus")) as bus:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address)
        asyncio.run(go())
