"""The packaged catalogue and the demo province agree with each other and with the diagrams."""

from datetime import date, datetime, time
from decimal import Decimal
from math import ceil
from pathlib import Path

import pytest
import yaml

from service import deadlines
from service.models import Role
from workflows.calendar import ZONE
from workflows.definition import compile_bundle, forms_named_by
from workflows.graph import Node

ROOT = Path(__file__).parents[2]
DATA = ROOT / "service" / "data"
CATALOGUE = yaml.safe_load((DATA / "award_kinds.yaml").read_bytes())
PROVINCE = yaml.safe_load((DATA / "province.yaml").read_bytes())
PEOPLE = {person["username"]: person for person in PROVINCE["people"]}
KINDS = {kind["code"]: kind for kind in CATALOGUE["award_kinds"]}
OPEN = [kind for kind in KINDS.values() if kind["process"]]
PROVINCE_ALONE = {"agency.intake", "agency.appraiser", "agency.appraiser2", "agency.lead", "council.secretary"} | {
    "authority",
    "records",
    "inspector",
    "auditor",
    "admin",
    "publisher",
}

each_open_kind = pytest.mark.parametrize("kind", OPEN, ids=lambda kind: kind["code"])


def test_the_demo_has_everybody_it_promises():
    units = "snv stc ttt sgd syt snn ptt xsm xdc hnd chv htx".split()
    clusters = ["k1", "k2", "c3", "k4"]

    promised = (
        {f"{place}.{unit}" for place in ("clerk", "head") for unit in units}
        | {f"cluster.{cluster}{deputy}" for cluster in clusters for deputy in ("", ".deputy")}
        | {f"council.m{seat}" for seat in range(1, 10)}
        | PROVINCE_ALONE
    )

    assert PEOPLE.keys() == promised
    assert len({person["name"] for person in PEOPLE.values()}) == len(PEOPLE)


def test_every_role_is_held_somewhere_that_exists():
    places = {
        "unit": {unit["code"] for unit in PROVINCE["units"]},
        "cluster": {cluster["code"] for cluster in PROVINCE["clusters"]},
        "province": {PROVINCE["province"]["code"]},
    }

    grants = [grant for person in PEOPLE.values() for grant in person["roles"]]

    assert [grant for grant in grants if grant["of"] not in places[grant["scope"]]] == []
    assert {grant["role"] for grant in grants} == {role.value for role in Role}


@pytest.mark.parametrize("cluster", PROVINCE["clusters"], ids=lambda cluster: cluster["code"])
def test_head_and_deputy_of_a_cluster_come_from_two_of_its_units(cluster):
    user = f"cluster.{cluster['code'].lower()}"

    units = {PEOPLE[user]["unit"], PEOPLE[f"{user}.deputy"]["unit"]}

    assert len(units) == 2
    assert units <= set(cluster["members"])


def test_the_authority_signs_for_the_chair_and_does_not_vote():
    delegation = next(one for one in PROVINCE["delegations"] if one["to"] == "authority")
    chair = PROVINCE["council"]["members"][0]

    assert (delegation["from"], chair["seat"], delegation["form"]) == (chair["person"], "chair", "KT")
    assert "authority" not in {member["person"] for member in PROVINCE["council"]["members"]}
    assert delegation["role"] in {grant["role"] for grant in PEOPLE[chair["person"]]["roles"]}


def test_a_unit_belongs_to_at_most_one_cluster():
    members = [unit for cluster in PROVINCE["clusters"] for unit in cluster["members"]]

    assert len(members) == len(set(members)) == 12


def test_all_fifty_four_peoples_can_be_chosen():
    codes = {choice["code"] for choice in PROVINCE["choices"]["ethnicity"]}

    assert len(codes - {"other"}) == 54


@each_open_kind
def test_an_open_award_gives_days_to_every_task_of_its_diagram(kind):
    diagram = (ROOT / "bpmn" / f"{kind['process']}.bpmn").read_bytes()
    files = {f"{form}.json": (ROOT / "forms" / f"{form}.json").read_bytes() for form in forms_named_by(diagram)}
    graph = compile_bundle({f"{kind['process']}.bpmn": diagram, **files}).graph

    named = {task.due.removeprefix("award.days.") for task in graph.tasks if task.due.startswith("award.days.")}

    assert named == kind["days"].keys()


@pytest.mark.parametrize("kind", [kind for kind in OPEN if kind["vote"] != "none"], ids=lambda kind: kind["code"])
def test_two_thirds_of_nine_are_a_quorum(kind):
    assert ceil(Decimal(kind["quorum"]) * 9) == 6


def test_the_simplified_procedure_gives_the_province_three_working_days():
    kind = KINDS["BK_TINH_DX"]

    inside = sum(days for task, days in kind["days"].items() if task not in ("proposal", "unit_approval"))

    assert (kind["process"], kind["vote"], inside) == ("exceptional_award", "none", 3)


@pytest.mark.parametrize(
    ("received", "honoured"),
    [
        (date(2026, 11, 2), date(2026, 11, 5)),
        (date(2026, 11, 6), date(2026, 11, 11)),  # a Friday
        (date(2026, 11, 7), date(2026, 11, 11)),  # a Saturday
        (date(2026, 4, 24), date(2026, 5, 4)),  # 27 and 30 April and 1 May are holidays
        (date(2026, 8, 31), date(2026, 9, 7)),  # 1 and 2 September are holidays
    ],
)
def test_three_working_days_run_from_the_day_the_province_receives_it(received, honoured):
    award = {"days": {task: Decimal(days) for task, days in KINDS["BK_TINH_DX"]["days"].items()}}
    day = received

    for task in ("quick_appraisal", "agency_consent", "signature", "issue"):
        node = Node(task, "userTask", task, "p", due=f"award.days.{task}")
        day = deadlines.due_on(node, {"award": award}, datetime.combine(day, time(17), ZONE))

    assert day == honoured


def test_what_is_signed_on_a_day_off_is_issued_on_the_next_working_day():
    saturday = datetime(2026, 11, 7, 9, tzinfo=ZONE)
    issue = Node("issue", "userTask", "issue", "p", due="award.days.issue")

    assert deadlines.due_on(issue, {"award": {"days": {"issue": Decimal(0)}}}, saturday) == date(2026, 11, 9)


def test_the_awards_decided_by_the_chair_are_open():
    assert {kind["code"] for kind in OPEN} == {"CSTDT", "TTLDXS", "CO_TINH", "BK_TINH", "BK_TINH_DX"}


def test_documents_of_an_award_have_names():
    named = {document["code"] for document in CATALOGUE["documents"]}
    asked = {code for kind in KINDS.values() for code in kind["documents"] + kind["optional_documents"]}

    assert asked == named


def test_one_law_follows_the_other_without_a_gap():
    old, new = CATALOGUE["law_editions"]

    assert (old["valid_to"], new["valid_from"]) == (date(2026, 9, 30), date(2026, 10, 1))
