"""The arrows between the rooms of the house, as drawn in pyproject.toml."""

import tomllib

import pytest
from importlinter.cli import lint_imports

from sources import ROOT

CONFIGURATION = ROOT / "pyproject.toml"


def test_every_import_follows_the_arrows(capsys: pytest.CaptureFixture[str]) -> None:
    code = lint_imports(config_filename=str(CONFIGURATION), no_cache=True)

    assert code == 0, capsys.readouterr().out


def test_a_new_module_cannot_stay_unplaced() -> None:
    contracts = tomllib.loads(CONFIGURATION.read_text())["tool"]["importlinter"]["contracts"]

    exhaustive = {room for contract in contracts if contract.get("exhaustive") for room in contract["containers"]}

    assert exhaustive == {"workflows", "service"}
