"""Users, institutions, patients and relatives, as FHIR's Practitioner to RelatedPerson."""

from collections.abc import Mapping

from station.sync.fhir import codecs, codes, parts, paths
from station.sync.fhir.base import Place, Shape, Unreadable, at, columns
from station.sync.fhir.marks import protection_of
from station.sync.fhir.paths import Json
from station.sync.values import Context, Fields

USERS = Shape(
    "users",
    "Practitioner",
    columns("id:text name:text initials:text role:text active:flag created_at:moment!"),
    (at("name", "name[0].text"), at("active", "active", codecs.FLAG)),
)

INSTITUTIONS = Shape(
    "institutions",
    "Organization",
    columns(
        "id:text kind:text name:text contact:text phone:text address:text postal_code:text "
        "city:text note:text retired:flag created_at:moment! created_by:user"
    ),
    (
        parts.coded("kind", "type", "urn:station:institution"),
        at("name", "name"),
        at("contact", "contact[0].name.text"),
        at("phone", parts.PHONE),
        *parts.address(),
        at("retired", "active", codecs.mapped({0: True, 1: False})),
    ),
)


def _number_in(body: Json) -> tuple[Json, str] | None:
    """The national number in use, with its kind; the strongest kind first."""
    found = body.get("identifier")
    for kind, system in codes.NUMBER_SYSTEMS.items():
        for each in found if isinstance(found, list) else ():
            if each.get("system") == system and each.get("use") != "old":
                return each, kind
    return None


def _write_number(body: Json, fields: Fields, _: Context) -> None:
    """Change the number in its place; one of another kind stays beside the new one, as old."""
    number, kind = fields.get("national_number"), str(fields.get("number_kind") or "")
    system = codes.NUMBER_SYSTEMS.get(kind)
    there = _number_in(body)
    if there and (there[1] == kind or system is None or number is None):
        body["identifier"] = [each for each in body["identifier"] if each is not there[0]]
    elif there:
        there[0]["use"] = "old"
    if system and codecs.is_text(number):
        kept = there[0] if there and there[1] == kind else {"use": "official"}
        body.setdefault("identifier", []).insert(0, {**kept, "system": system, "value": number})
    if not body.get("identifier"):
        body.pop("identifier", None)


def _read_number(body: Json) -> Mapping[str, object]:
    there = _number_in(body)
    if there is None:
        return {}
    return {"national_number": codecs.as_text(there[0].get("value")), "number_kind": there[1]}


def _doctor(column: str, resource_type: str) -> Place:
    """A name in generalPractitioner: the one of this type, or without any."""

    def ours(body: Json) -> Json | None:
        found = body.get("generalPractitioner")
        for each in found if isinstance(found, list) else ():
            said = each.get("type") or str(each.get("reference", "")).rpartition("/")[0]
            if str(said or "Practitioner").rpartition("/")[2] == resource_type:
                first: Json = each
                return first
        return None

    def write(body: Json, fields: Fields, _: Context) -> None:
        name, there = fields[column], ours(body)
        said = {"type": resource_type, "display": name} if codecs.is_text(name) else None
        # A reference would go on leading to the one who was named before.
        kept = [each for each in body.get("generalPractitioner") or () if each is not there]
        paths.put(body, _GP, [*kept, *([said] if said else [])] or None)

    def read(body: Json) -> Mapping[str, object]:
        there = ours(body)
        return {} if there is None else {column: codecs.as_text(there.get("display"))}

    return Place((column,), f"generalPractitioner ({resource_type}).display", write, read)


_GP = paths.steps("generalPractitioner")
_NAMES = tuple(
    parts.without_text(each, "name[0].text")
    for each in (
        at("given_name", "name[0].given", parts.joined(" ")),
        at("family_name", "name[0].family"),
    )
)
_PATIENT_PLACES = (
    *_NAMES,
    Place(("national_number", "number_kind"), "identifier", _write_number, _read_number),
    at("birth_date", "birthDate", codecs.DAY),
    at(
        "gender",
        "gender",
        codecs.mapped({"female": "female", "male": "male", "other": "other"}),
    ),
    *parts.address(),
    at("phone", parts.PHONE),
    at("language", "communication[0].language", parts.LANGUAGE),
    _doctor("gp_name", "Practitioner"),
    _doctor("gp_office", "Organization"),
    at("deceased_on", "deceasedDateTime", parts.DAY_OF),
)


def _foreign_patient(body: Json) -> dict[str, object]:
    """A person as another program tells of her: what it says and no more."""
    said: dict[str, object] = {}
    for place in _PATIENT_PLACES:
        try:
            said.update(place.read(body))
        except (ValueError, TypeError, AttributeError):
            # Words that Station has none for: they stay in the resource.
            continue
    if not said.get("family_name") and not said.get("given_name"):
        _spell_out(body, said)
    if protection := protection_of(body):
        said["protection"] = protection
        for name in PATIENTS_VEIL:
            said.pop(name, None)
    return said


def _spell_out(body: Json, said: dict[str, object]) -> None:
    """Take given and family name from a name that is only written out."""
    name = paths.picked(body.get("name"), paths.Step("name", listed=True))
    text = name.get("text") if name else None
    if not isinstance(text, str) or not text.strip():
        raise Unreadable("no_name")
    given, _, family = text.strip().rpartition(" ")
    said.update(given_name=given, family_name=family)


PATIENTS_VEIL = ("address", "postal_code", "city", "phone")
PATIENTS = Shape(
    "patients",
    "Patient",
    columns(
        "id:text given_name:text family_name:text national_number:text? number_kind:text "
        "birth_date:day? gender:text address:text postal_code:text city:text phone:text "
        "protection:text language:text diagnosis:text status:text status_since:moment! "
        "responsible_id:user? gp_name:text gp_office:text gp_phone:text deceased_on:day? "
        "needs:text note:text created_at:moment!"
    ),
    _PATIENT_PLACES,
    veil=PATIENTS_VEIL,
    veiled=("address", "telecom"),
    foreign=_foreign_patient,
)

RELATIVES = Shape(
    "relatives",
    "RelatedPerson",
    columns(
        "id:text patient_id:text! name:text relation:text phone:text reports:flag note:text "
        "active:flag"
    ),
    (
        at("patient_id", "patient", codecs.literal("Patient")),
        at("name", "name[0].text"),
        at("relation", "relationship[0].text"),
        at("phone", parts.PHONE),
        at("active", "active", codecs.FLAG),
    ),
    veil=("phone",),
    veiled=("address", "telecom"),
)
