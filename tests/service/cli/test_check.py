"""vinhdanh check: says what is wrong with a file, where, and what to do; never a traceback."""

import shutil
from pathlib import Path

import pytest

from service.cli import main

ROOT = Path(__file__).parents[3]
AWARD = (ROOT / "bpmn" / "award.bpmn").read_bytes()
SCENARIOS = (ROOT / "bpmn" / "award.scenarios.yaml").read_text()


def test_what_is_packaged_is_sound(capsys: pytest.CaptureFixture[str]) -> None:
    files = [*(ROOT / "bpmn").glob("*.bpmn"), *(ROOT / "bpmn").glob("*.yaml"), *(ROOT / "forms").glob("*.json")]

    code = main(["check", *map(str, files)])

    said = capsys.readouterr()
    assert (code, said.err) == (0, "")
    assert said.out.count(": sound") == len(files)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ((b"<bpmn:process ", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><bpmn:process '), ""),
        ((b"<?xml", b'<!DOCTYPE x><!--"-->\n<?xml'), ""),
        ((b'outcome = "return"', b'__import__("os").system("id")'), "cluster"),
        ((b"bpmn:exclusiveGateway", b"bpmn:complexGateway"), "complexGateway"),
        ((b'vd:form="intake"', b'vd:form="nowhere"'), "intake"),
        ((b'vd:role="appraiser"', b'vd:role="king"'), "king"),
        ((b"</bpmn:process>", b'<bpmn:userTask id="island" name="x" /></bpmn:process>'), "island"),
    ],
)
def test_an_unsound_diagram_is_refused_with_its_element(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: tuple[bytes, bytes], words: str
) -> None:
    assert change[0] in AWARD
    file = tmp_path / "award.bpmn"
    file.write_bytes(AWARD.replace(*change))

    code = main(["check", str(file)])

    said = capsys.readouterr().err
    assert code == 1
    assert str(file) in said or "award.bpmn" in said
    assert words in said
    assert "Traceback" not in said


@pytest.mark.parametrize("name", ["x.bpmn", "x.json", "x.scenarios.yaml", "x.txt"])
@pytest.mark.parametrize("content", [b"", b"\0\xff\xfe", b"[1, 2", b"<a>", b"null", b"a: &a [*a]", b"{}" * 9])
def test_no_bytes_make_it_stumble(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    (tmp_path / "x.bpmn").exists() or (tmp_path / "x.bpmn").write_bytes(AWARD)

    code = main(["check", str(file)])

    said = capsys.readouterr().err
    assert code == 1
    assert name in said


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["check", str(tmp_path / "none.bpmn"), str(tmp_path)])

    said = capsys.readouterr().err
    assert code == 1
    assert "none.bpmn" in said
    assert str(tmp_path) in said


def test_one_bad_file_does_not_hide_the_good_ones(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.json").write_text("{")
    good = ROOT / "forms" / "intake.json"

    code = main(["check", str(tmp_path / "bad.json"), str(good)])

    assert code == 1
    assert f"{good}: sound" in capsys.readouterr().out


def test_a_scenario_that_ends_elsewhere_is_told_by_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(ROOT / "bpmn" / "award.bpmn", tmp_path)
    file = tmp_path / "award.scenarios.yaml"
    file.write_text(SCENARIOS.replace("end: issued", "end: refused", 1))

    code = main(["check", str(file)])

    assert code == 1
    assert "A dossier is issued on the straight path" in capsys.readouterr().err
