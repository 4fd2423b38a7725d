"""Files lie under the hash of their bytes."""

from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from paper import PDF
from service.documents import Store


def test_what_was_kept_can_be_read_again_by_its_hash(tmp_path: Path) -> None:
    store = Store(tmp_path)

    kept = store.take_in(BytesIO(PDF))
    store.keep(kept)

    assert (kept.sha256, kept.size) == (sha256(PDF).hexdigest(), len(PDF))
    with store.open(kept.sha256) as file:
        assert file.read() == PDF


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    store = Store(tmp_path)

    for arrived in (store.take_in(BytesIO(PDF)), store.take_in(BytesIO(PDF))):
        store.keep(arrived)

    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_only_the_owner_may_look_into_the_store(tmp_path: Path) -> None:
    store = Store(tmp_path / "files")

    kept = store.take_in(BytesIO(PDF))
    store.keep(kept)

    assert store.folder.stat().st_mode & 0o077 == 0
    assert store.path(kept.sha256).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "/x"])
def test_nothing_but_a_hash_names_a_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        Store(tmp_path).path(name)


def test_a_file_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    class Broken(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("the connection is gone")

    with pytest.raises(OSError, match="gone"):
        Store(tmp_path).take_in(Broken(b"x"))

    assert list(tmp_path.iterdir()) == []


def test_a_file_that_was_not_kept_leaves_nothing_and_one_that_was_stays(tmp_path: Path) -> None:
    store = Store(tmp_path)
    kept, dropped = store.take_in(BytesIO(PDF)), store.take_in(BytesIO(PDF + b"2"))
    store.keep(kept)

    for arrived in (kept, dropped):
        store.drop(arrived)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [store.path(kept.sha256)]
