"""A plan's content as FHIR tells it: goal, zones, measures, schedule and limits, for others."""

import json
from collections.abc import Iterable

from station.rules.limits import Limit
from station.rules.plans import Line, LineState, PlanContent, ScheduleItem, Zone
from station.sync.fhir import codecs, codes, quantities
from station.sync.fhir.codes import MEASURES, Measure
from station.sync.fhir.paths import Json
from station.sync.values import Context, Fields

_LEVELS = ("green", "yellow", "red")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_OWN_IDS = ("goal", "zone-", "level-", "limit-")


def write(body: Json, fields: Fields, _: Context) -> None:
    """Put what the content says, in the place of what an earlier one said; keep what others put."""
    _clear(body)
    content = _content(fields.get("content"))
    if content is None:
        return
    subject = body.get("subject", {})
    status = "in-progress" if fields.get("status") == "approved" else "not-started"
    contained, activities = _parts(content, subject, status)
    if codecs.is_text(content.goal):
        contained.insert(0, _goal(content.goal, subject))
        body["goal"] = [*body.get("goal", ()), {"reference": "#goal"}]
    if contained:
        body["contained"] = [*body.get("contained", ()), *contained]
    if activities:
        body["activity"] = [*body.get("activity", ()), *activities]
    preventive = "\n".join(_said(content.preventive))
    if preventive:
        body["description"] = preventive


def _content(text: object) -> PlanContent | None:
    """Give the content, None for one that this Station cannot read: then it only stands whole."""
    try:
        data = json.loads(str(text))
        return PlanContent.from_data(data)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return None


def _clear(body: Json) -> None:
    body.pop("description", None)
    for key in ("contained", "goal", "activity"):
        left = [each for each in body.pop(key, ()) if not _is_own(key, each)]
        if left:
            body[key] = left


def _is_own(key: str, part: Json) -> bool:
    if key == "contained":
        return str(part.get("id", "")).startswith(_OWN_IDS)
    if key == "goal":
        return bool(part.get("reference") == "#goal")
    return _is_own_activity(part)


def _is_own_activity(activity: Json) -> bool:
    reference = str((activity.get("reference") or {}).get("reference", ""))
    detail = activity.get("detail") or {}
    codings = (detail.get("code") or {}).get("coding") or ()
    own = any(each.get("system") == codes.STATION for each in codings)
    return own or reference.startswith("#limit-")


def _parts(content: PlanContent, subject: Json, status: str) -> tuple[list[Json], list[Json]]:
    contained: list[Json] = []
    for zone in content.zones:
        contained += _zone(zone, subject, status)
    activities = [_measured(item, status) for item in content.schedule]
    if codecs.is_text(content.medication):
        activities.append(_told("medication", content.medication, status))
    for index, limit in enumerate(content.limits):
        contained.append(_limit(f"limit-{index}", limit, subject))
        activities.append({"reference": {"reference": f"#limit-{index}"}})
    return contained, activities


def _goal(text: str, subject: Json) -> Json:
    return {
        "resourceType": "Goal",
        "id": "goal",
        "lifecycleStatus": "active",
        "description": {"text": text},
        "subject": dict(subject),
    }


def _said(lines: Iterable[Line]) -> list[str]:
    return [
        line.text for line in lines if line.state != LineState.REMOVED and codecs.is_text(line.text)
    ]


def _zone(zone: Zone, subject: Json, status: str) -> list[Json]:
    """A zone: how it is noticed, what is done then, and the condition whose severity it is."""
    level = _LEVELS[zone.level]
    plan: Json = {
        "resourceType": "CarePlan",
        "id": f"zone-{level}",
        "partOf": [{"reference": "#"}],
        "status": "active",
        "intent": "plan",
        "title": level,
        "subject": dict(subject),
        "addresses": [{"reference": f"#level-{level}"}],
    }
    if signs := "\n".join(_said(zone.signs)):
        plan["description"] = signs
    if measures := _said(zone.measures):
        plan["activity"] = [_told("measure", text, status) for text in measures]
    condition: Json = {
        "resourceType": "Condition",
        "id": f"level-{level}",
        "severity": {"coding": [{"system": codes.ZONE, "code": level}]},
        "subject": dict(subject),
    }
    return [plan, condition]


def _told(code: str, text: str, status: str) -> Json:
    concept = {"coding": [{"system": codes.STATION, "code": code}]}
    return {"detail": {"code": concept, "status": status, "description": text}}


def _measured(item: ScheduleItem, status: str) -> Json:
    codings: list[Json] = []
    for measure in quantities.measures_of(item.kind)[:1]:
        bp = item.kind == "bp"
        loinc = codes.PANEL if bp else measure.loinc
        codings += [{"system": codes.LOINC, "code": loinc}] if loinc else []
    codings.append({"system": codes.STATION, "code": item.kind})
    repeat: Json = {"frequency": 1, "period": 1, "periodUnit": "d"}
    days = [_DAYS[day] for day in item.weekdays if 0 <= day < len(_DAYS)]
    if days:
        repeat = {"dayOfWeek": days}
        if len(item.by) == len("10:00"):
            repeat["timeOfDay"] = [f"{item.by}:00"]
    return {
        "detail": {
            "kind": "ServiceRequest",
            "code": {"coding": codings},
            "status": status,
            "scheduledTiming": {"repeat": repeat},
        }
    }


def _limit(name: str, limit: Limit, subject: Json) -> Json:
    """A limit as the request to look at readings beyond it."""
    measure = MEASURES.get(limit.component) or Measure(
        limit.component, "", "{score}", "", limit.component
    )
    level = _LEVELS[limit.level]
    said = f"{level}: {limit.operator.value} {codecs.decimal(limit.value)}"
    if limit.n > 1:
        said += f", {limit.k} of {limit.n}"
    if limit.hours:
        said += f", {limit.hours} h"
    request: Json = {
        "resourceType": "ServiceRequest",
        "id": name,
        "status": "active",
        "intent": "plan",
        "code": quantities.code_of(measure),
        "orderDetail": [{"coding": [{"system": codes.ZONE, "code": level}], "text": said}],
        "subject": dict(subject),
    }
    bound = quantities.quantity(limit.value, measure)
    return request if bound is None else {**request, "quantityQuantity": bound}
