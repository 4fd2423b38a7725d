"""What the repository promises about itself: locks without addresses, commands that exist, nothing built inside."""

import re
import subprocess
from pathlib import Path

import pytest

from sources import ROOT, name_of

LOCKS = [*sorted(ROOT.glob("requirements*.lock")), ROOT / "service/web/frontend/package-lock.json"]
MAKEFILE = (ROOT / "Makefile").read_text()


@pytest.mark.parametrize("lock", LOCKS, ids=name_of)
def test_a_lock_file_names_no_address(lock: Path) -> None:
    assert re.findall(r'.*(?:://|"resolved").*', lock.read_text()) == []


@pytest.mark.parametrize("lock", [lock for lock in LOCKS if lock.suffix == ".lock"], ids=name_of)
def test_every_locked_package_has_its_hashes(lock: Path) -> None:
    packages = re.split(r"\n(?=[a-z])", lock.read_text().strip())

    assert [package for package in packages if "--hash=sha256:" not in package] == []


def test_make_help_lists_every_command() -> None:
    commands = set(re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)[1].split())  # type: ignore[index]

    helped = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert set(re.findall(r"^  make (\S+)", helped, re.MULTILINE)) == commands


def test_the_readme_names_only_commands_that_exist() -> None:
    named = set(re.findall(r"(?:^|`)make ([a-z0-9]+)", (ROOT / "README.md").read_text(), re.MULTILINE))

    assert named
    assert named <= set(re.findall(r"^([a-z0-9]+):", MAKEFILE, re.MULTILINE))


def test_the_readme_maps_the_house_as_it_stands() -> None:
    mapped = set(re.findall(r"^([a-z_]+)/ ", (ROOT / "README.md").read_text(), re.MULTILINE))

    assert mapped == {path.name for path in ROOT.iterdir() if path.is_dir() and _is_kept(path)}


def _is_kept(folder: Path) -> bool:
    ignored = {line.strip("/") for line in (ROOT / ".gitignore").read_text().splitlines()}
    return not folder.name.startswith(".") and folder.name not in ignored and any(folder.rglob("*.*"))
