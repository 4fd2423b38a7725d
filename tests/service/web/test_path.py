from factories import act, walk
from service import library
from visits import said


def test_the_diagram_is_the_one_the_dossier_follows(world, visit):
    code = world.dossier(walk(world, "appraisal")).code

    answer = visit("thu").get(f"/dossiers/{code}/path/diagram")

    assert answer.data == library.diagrams()["award.bpmn"]
    assert answer.mimetype == "application/xml"


def test_the_walk_counts_how_often_each_element_was_passed(world, visit):
    dossier = walk(world, "appraisal")
    act(world, "thu", dossier, {"outcome": "return", "note": "Thiếu biên bản họp.", "missing": "Biên bản họp"})
    act(world, "lan", dossier, {"supplemented": "Đã bổ sung biên bản họp."})
    act(world, "hung", dossier)

    walk_ = visit("thu").get(f"/dossiers/{world.dossier(dossier).code}/path/walk").json

    assert walk_["walked"]["proposal"] == 1
    assert walk_["walked"]["supplement"] == 1
    assert walk_["walked"]["appraisal"] == 1
    assert "signature" not in walk_["walked"]
    assert walk_["here"] == ["appraisal"]


def test_a_dossier_that_ended_stands_at_its_end(world, visit):
    dossier = walk(world, "unit_approval")
    act(world, "hung", dossier, {"outcome": "reject", "reason": "Chưa đủ thời gian công tác.", "opinion": "Chưa đủ."})

    walk_ = visit("lan").get(f"/dossiers/{world.dossier(dossier).code}/path/walk").json

    assert walk_["here"] == ["unit_rejected"]


def test_the_same_way_is_told_in_words(world, visit):
    page = said(visit("thu").get(f"/dossiers/{world.dossier(walk(world, 'appraisal')).code}/path"))

    order = [page.index(words) for words in ("Mở hồ sơ Lan", "Thủ trưởng duyệt : Đồng ý", "hiện tại, hạn")
             if words in page]  # fmt: skip
    assert len(order) == 3
    assert order == sorted(order)
