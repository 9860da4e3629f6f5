"""Names of code systems, LOINC and UCUM codes, and the identifier systems of Norway."""

from dataclasses import dataclass

KIND = "urn:station:fhir:kind"
"""The system of the tag that tells kinds of one resource type apart."""
RECORD = "urn:station:fhir:record"
"""The one extension that holds the columns FHIR has no place for."""
STATION = "urn:station:code"
USER = "urn:station:user"
RECORD_ID = "urn:station:record"
DERIVED = "derived"
"""The tag's code on a resource that only follows from another one."""

OID = "urn:oid:2.16.578.1.12.4.1.4."
NUMBER_SYSTEMS = {
    "F": OID + "1",
    "D": OID + "2",
    "FH": OID + "3",
    "H": "urn:station:number:h",
}
"""Fødselsnummer, D-nummer, felles hjelpenummer; a local H-number has no national system."""
HPR = OID + "4"
ORGANISATION = OID + "101"

CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
LABELS = {"strict": "V", "confidential": "R"}
"""Kode 6 and kode 7 as the security labels of a resource."""

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
INTERPRETATION = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
ZONE = "urn:station:zone"
OBSERVATION_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
SCORE = "74465-6"
OXYGEN = "59408-5"
OXYGEN_ARTERIAL = "2708-6"
PANEL = "85354-9"


@dataclass(frozen=True, slots=True)
class Measure:
    """How one component of a reading is said: its LOINC code, UCUM unit, and the unit in words."""

    component: str
    loinc: str
    ucum: str
    unit: str
    display: str


MEASURES: dict[str, Measure] = {
    each.component: each
    for each in (
        Measure("spo2", OXYGEN, "%", "%", "Oxygen saturation by pulse oximetry"),
        Measure("pulse", "8867-4", "/min", "/min", "Heart rate"),
        Measure("sys", "8480-6", "mm[Hg]", "mmHg", "Systolic blood pressure"),
        Measure("dia", "8462-4", "mm[Hg]", "mmHg", "Diastolic blood pressure"),
        Measure("weight", "29463-7", "kg", "kg", "Body weight"),
        Measure("temp", "8310-5", "Cel", "°C", "Body temperature"),
        Measure("glucose", "15074-8", "mmol/L", "mmol/L", "Glucose in blood"),
        Measure("glucose_interstitial", "", "mmol/L", "mmol/L", "Glucose in interstitial fluid"),
        Measure("resp", "9279-1", "/min", "/min", "Respiratory rate"),
        Measure("pef", "19935-6", "L/min", "L/min", "Peak expiratory flow"),
        Measure("fev1", "20150-9", "L", "L", "FEV1"),
        Measure("steps", "41950-7", "/d", "/d", "Steps in 24 hours"),
        Measure("cat_total", "", "{score}", "", "CAT score"),
        Measure("mmrc", "", "{score}", "", "mMRC grade"),
    )
}
KINDS_BY_LOINC: dict[str, str] = {
    **{each.loinc: each.component for each in MEASURES.values() if each.loinc},
    OXYGEN_ARTERIAL: "spo2",
    PANEL: "bp",
    # By mass or by amount, in blood at all or from a finger by a meter: the unit tells which.
    "2339-0": "glucose",
    "41653-7": "glucose",
    "14743-9": "glucose",
    "99504-3": "glucose_interstitial",
    "105272-9": "glucose_interstitial",
}
"""What a single Observation of another program measures; systolic or diastolic alone is no kind."""
del KINDS_BY_LOINC["8480-6"], KINDS_BY_LOINC["8462-4"]
