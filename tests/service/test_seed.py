"""What an installation begins with."""

from datetime import date

import pytest
from sqlalchemy import Engine, select

from factories import NOON
from service import seed
from service.chain import verify
from service.db import reading, transaction
from service.errors import Refused
from service.models import AwardKind, Cluster, ClusterMembership, Event, LawEdition, Unit

PROVINCE = seed.read("province.yaml")


def test_the_catalogue_is_loaded_once_and_a_row_that_is_there_is_never_changed(database: Engine) -> None:
    load_catalogue(database)
    with transaction(database) as session:
        session.scalars(select(AwardKind).where(AwardKind.code == "GK")).one().name = "Giấy khen (sửa tại chỗ)"

    load_catalogue(database)

    with reading(database) as session:
        assert session.scalars(select(AwardKind.name).where(AwardKind.code == "GK")).one() == "Giấy khen (sửa tại chỗ)"
        assert len(list(session.scalars(select(Event)))) == 1
        assert verify(session, "catalogue") is None


def test_a_kind_that_is_missing_is_added_later(database: Engine) -> None:
    load_catalogue(database)
    with transaction(database) as session:
        session.delete(session.scalars(select(AwardKind).where(AwardKind.code == "GK")).one())

    load_catalogue(database)

    with reading(database) as session:
        assert session.scalars(select(AwardKind.code).where(AwardKind.code == "GK")).one() == "GK"


def test_awards_without_a_diagram_are_listed_as_not_yet_open(database: Engine) -> None:
    load_catalogue(database)

    with reading(database) as session:
        kinds = {kind.code: kind for kind in session.scalars(select(AwardKind))}
    assert {code for code, kind in kinds.items() if kind.process_key} == {
        "CSTDT",
        "TTLDXS",
        "CO_TINH",
        "BK_TINH",
        "BK_TINH_DX",
    }
    assert kinds["HCLD1"].process_key is None


def test_each_kind_says_which_papers_it_needs(database: Engine) -> None:
    load_catalogue(database)

    with reading(database) as session:
        asked = session.scalars(select(AwardKind.documents).where(AwardKind.code == "CSTDT")).one()
    assert [paper["code"] for paper in asked if paper["required"]][:2] == ["letter", "nominee_list"]
    assert all(paper["name"] and paper["name_en"] for paper in asked)


@pytest.mark.parametrize(("day", "code"), [(date(2026, 9, 30), "LAW_2022"), (date(2026, 10, 1), "LAW_2026")])
def test_one_law_edition_is_in_force_on_each_day(database: Engine, day: date, code: str) -> None:
    load_catalogue(database)

    with reading(database) as session:
        in_force = select(LawEdition.code).where(
            LawEdition.valid_from <= day, LawEdition.valid_to.is_(None) | (LawEdition.valid_to >= day)
        )
        assert session.scalars(in_force).all() == [code]


def test_a_province_comes_with_its_units_in_their_clusters(database: Engine) -> None:
    with transaction(database) as session:
        seed.load_province(session, PROVINCE, NOON)

    with reading(database) as session:
        members = select(Cluster.code, Unit.code).join(ClusterMembership, ClusterMembership.cluster_id == Cluster.id)
        pairs = {tuple(row) for row in session.execute(members.join(Unit, Unit.id == ClusterMembership.unit_id))}
    assert {unit for cluster, unit in pairs if cluster == "K2"} == {"SGD", "SYT", "SNN"}
    assert len(pairs) == 12


def test_there_is_one_province(database: Engine) -> None:
    with transaction(database) as session:
        seed.load_province(session, PROVINCE, NOON)

    with transaction(database) as session, pytest.raises(Refused):
        seed.load_province(session, PROVINCE, NOON)


def load_catalogue(database: Engine) -> None:
    with transaction(database) as session:
        seed.load_catalogue(session, NOON)
