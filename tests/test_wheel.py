"""The built wheel is whole: away from the checkout it checks diagrams and serves the demo."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import pytest

from sources import ROOT


@pytest.fixture(scope="module")
def vinhdanh(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The console script of an installed wheel, with no path to the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    [wheel] = folder.glob("*.whl")
    _run(
        sys.executable,
        "-m",
        "pip",
        "install",
        "--no-deps",
        "--no-index",
        "--prefix",
        str(folder),
        str(wheel),
        cwd=folder,
    )
    [packages] = folder.glob("lib/python3*/site-packages")
    return ["env", "-C", str(folder), f"PYTHONPATH={packages}", str(folder / "bin" / "vinhdanh")]


@pytest.fixture
def address(vinhdanh: list[str], tmp_path: Path) -> Iterator[str]:
    """Where the installed program serves a demo of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    own = {**os.environ, "VINHDANH_DATA_DIR": str(tmp_path)}
    server = subprocess.Popen([*vinhdanh, "serve", "--demo", "--port", port], env=own)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def test_the_installed_program_checks_a_diagram(vinhdanh: list[str]) -> None:
    checked = subprocess.run([*vinhdanh, "check", str(ROOT / "bpmn/award.bpmn")], capture_output=True, text=True)

    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_installed_program_serves_the_demo_with_its_styles(address: str) -> None:
    page = _answer_of(f"{address}/sign-in")

    styles = page.split('rel="stylesheet" href="')[1].split('"')[0]

    assert "Vinh Danh" in page
    assert "Đăng nhập" in page
    assert "--navy" in _answer_of(address + styles)


def _answer_of(url: str, patience: float = 90) -> str:
    until = time.monotonic() + patience
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return str(answer.read().decode())
        except URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)


def _run(*command: str, cwd: Path) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
