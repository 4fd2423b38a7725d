"""What an installation begins with: the catalogue of awards, and a province with its units and council."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from service import events, rows
from service.errors import Reason, Refused
from service.ids import new_id
from service.models import (
    AwardKind,
    AwardRound,
    Base,
    Campaign,
    Choice,
    Cluster,
    ClusterMembership,
    Council,
    CouncilMembership,
    LawEdition,
    Province,
    Unit,
)
from workflows.errors import msg

DATA = Path(__file__).parent / "data"


def read(name: str) -> Any:
    """One of the packaged YAML files."""
    return yaml.safe_load((DATA / name).read_bytes())


def load_catalogue(session: Session, now: datetime) -> None:
    """Add the award kinds and law editions that are missing; what is there is never changed."""
    data = read("award_kinds.yaml")
    names = {document["code"]: document for document in data["documents"]}
    kinds = [_award_kind(place, kind, names) for place, kind in enumerate(data["award_kinds"], 1)]
    editions = [{"id": new_id(), "note": "", **edition} for edition in data["law_editions"]]
    there = set(session.execute(select(AwardKind.code, AwardKind.valid_from)))
    new_kinds = [kind for kind in kinds if (kind["code"], kind["valid_from"]) not in there]
    new_editions = _missing(session, LawEdition, editions)
    rows.add(session, AwardKind, new_kinds)
    rows.add(session, LawEdition, new_editions)
    if new_kinds or new_editions:
        detail = {
            "award_kinds": [f"{kind['code']} {kind['valid_from']}" for kind in new_kinds],
            "law_editions": [edition["code"] for edition in new_editions],
        }
        events.note_on(session, "catalogue", "catalogue_loaded", detail, actor=None, at=now)


def load_province(session: Session, data: Mapping[str, Any], now: datetime) -> None:
    """Enter a province, and what it brings of units, clusters, campaigns, rounds and choices.

    Without choices of its own it has the packaged ones: every form needs them. Raises Refused when there is one.
    """
    if session.scalar(select(Province.id)):
        raise Refused(Reason("province", msg("There is a province already.")))
    rows.add(session, Province, [{"id": new_id(), **_pick(data["province"], "code", "name")}])
    units = {unit["code"]: {**unit, "id": new_id()} for unit in data.get("units", ())}
    rows.add(session, Unit, [_unit(unit, units) for unit in units.values()])
    clusters = {cluster["code"]: {**cluster, "id": new_id()} for cluster in data.get("clusters", ())}
    rows.add(session, Cluster, [_pick(cluster, "id", "code", "name", "kind") for cluster in clusters.values()])
    memberships = [
        _dated({"cluster_id": cluster["id"], "unit_id": units[code]["id"]}, cluster["valid_from"], now)
        for cluster in clusters.values()
        for code in cluster["members"]
    ]
    rows.add(session, ClusterMembership, memberships)
    rows.add(session, Campaign, [{"id": new_id(), **row} for row in data.get("campaigns", ())])
    rows.add(session, AwardRound, [{"id": new_id(), **row} for row in data.get("rounds", ())])
    choices = data.get("choices") or read("province.yaml")["choices"]
    rows.add(session, Choice, [_choice(name, place, row) for name, place, row in _choices(choices)])
    detail = {"province": data["province"]["code"], "units": sorted(units), "clusters": sorted(clusters)}
    events.note_on(session, "catalogue", "province_loaded", detail, actor=None, at=now)


def load_council(session: Session, data: Mapping[str, Any], people: Mapping[str, UUID], now: datetime) -> None:
    """Enter the council of a province; `people` gives the id of each user name that sits on it."""
    council_id = new_id()
    rows.add(session, Council, [{"id": council_id, **_pick(data, "code", "name")}])
    members = [
        _dated(
            {"council_id": council_id, "person_id": people[row["person"]], "seat": row["seat"], "position": place},
            data["valid_from"],
            now,
        )
        for place, row in enumerate(data["members"], 1)
    ]
    rows.add(session, CouncilMembership, members)
    detail = {"council": data["code"], "members": [str(row["person_id"]) for row in members], "basis": data["basis"]}
    events.note_on(session, "catalogue", "council_loaded", detail, actor=None, at=now)


def _award_kind(place: int, kind: Mapping[str, Any], names: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    asked = [(code, True) for code in kind["documents"]] + [(code, False) for code in kind["optional_documents"]]
    own = _pick(kind, *(set(kind) - {"documents", "optional_documents", "process", "threshold", "quorum"}))
    return {
        "id": new_id(),
        **own,
        "threshold": _share(kind["threshold"]),
        "quorum": _share(kind["quorum"]),
        "documents": [{**names[code], "required": required} for code, required in asked],
        "process_key": kind["process"],
        "position": place,
    }


def _share(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _unit(unit: Mapping[str, Any], units: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    successor = unit.get("successor")
    own = _pick(unit, "id", "code", "name", "kind", "valid_from")
    return {**own, "valid_to": unit.get("valid_to"), "successor_id": units[successor]["id"] if successor else None}


def _dated(row: Mapping[str, Any], valid_from: Any, now: datetime) -> dict[str, Any]:
    return {"id": new_id(), **row, "valid_from": valid_from, "valid_to": None, "recorded_at": now}


def _choices(lists: Mapping[str, Sequence[Mapping[str, str]]]) -> list[tuple[str, int, Mapping[str, str]]]:
    return [(name, place, row) for name, choices in lists.items() for place, row in enumerate(choices, 1)]


def _choice(name: str, place: int, row: Mapping[str, str]) -> dict[str, Any]:
    return {"id": new_id(), "list": name, "position": place, **row}


def _missing(session: Session, table: type[Base], wanted: Collection[dict[str, Any]]) -> list[dict[str, Any]]:
    there = set(session.scalars(select(table.code)))  # type: ignore[attr-defined]
    return [row for row in wanted if row["code"] not in there]


def _pick(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names}
