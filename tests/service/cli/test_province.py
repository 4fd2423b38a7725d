"""A new installation is given its province."""

from pathlib import Path

import pytest
from sqlalchemy import select

from installing import PASSWORD, rows, type_in
from service.cli import main
from service.models import Choice, Province, Unit


def test_a_province_that_cannot_be_read_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["db", "upgrade", "--province", str(folder / "none.yaml")]) == 1

    assert "cannot be read" in capsys.readouterr().err
    assert rows(folder, select(Unit)) == []


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("units: []", '"province" is missing'),
        ("province: {code: HV}", '"name" is missing'),
        ("- a list", "cannot be read"),
        ("province: {code: HV, name: Hòa Vân}\nunits: 3", "cannot be read"),
        ("province: {code: HV, name: Hòa Vân}\ncampaigns: [{king: no}]", "campaign.code"),
        (
            "province: {code: HV, name: Hòa Vân}\nunits: [{code: A, name: A, kind: department}]",
            '"valid_from" is missing',
        ),
    ],
)
def test_a_province_that_lacks_something_is_told_what(
    folder: Path, capsys: pytest.CaptureFixture[str], written: str, words: str
) -> None:
    (folder / "province.yaml").write_text(written)

    assert main(["db", "upgrade", "--province", str(folder / "province.yaml")]) == 1

    assert words in capsys.readouterr().err
    assert rows(folder, select(Province)) == []


def test_a_province_needs_no_more_than_its_name(folder: Path) -> None:
    (folder / "province.yaml").write_text("province: {code: HV, name: Tỉnh Hòa Vân}")

    assert main(["db", "upgrade", "--province", str(folder / "province.yaml")]) == 0

    assert [province.name for province in rows(folder, select(Province))] == ["Tỉnh Hòa Vân"]
    assert "kinh" in rows(folder, select(Choice.code).where(Choice.list == "ethnicity"))


def test_an_administrator_before_there_is_a_province_is_told_how_to_enter_one(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["db", "upgrade"])
    type_in(monkeypatch, PASSWORD)

    assert main(["person", "add", "minh", "Tô Quang Minh", "--admin"]) == 1

    assert "vinhdanh db upgrade --province FILE" in capsys.readouterr().err
