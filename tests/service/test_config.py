"""Settings: read once, and refused when they are missing, malformed or unsafe."""

from datetime import timedelta
from pathlib import Path

import pytest

from service.config import kept_key, load
from service.errors import SettingError

SOUND = {
    "VINHDANH_DATABASE_URL": "postgresql://vinhdanh@db/vinhdanh",
    "VINHDANH_DATA_DIR": "/srv/vinhdanh",
    "VINHDANH_SECRET_KEY": "0123456789abcdefghijklmnopqrstuv",
}


def test_a_real_installation_names_its_database_folder_and_key() -> None:
    settings = load(SOUND)

    assert settings.database_url == "postgresql+psycopg://vinhdanh@db/vinhdanh"
    assert settings.data_dir == Path("/srv/vinhdanh")
    assert settings.secure_cookies
    assert (settings.idle, settings.longest_session) == (timedelta(minutes=30), timedelta(hours=12))


def test_a_demo_needs_nothing_and_lives_in_one_folder() -> None:
    settings = load({"VINHDANH_DEMO": "1"})

    assert settings.data_dir == Path("var").absolute()
    assert settings.database_url == f"sqlite:///{Path('var').absolute() / 'vinhdanh.db'}"
    assert not settings.secure_cookies


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(SettingError) as refused:
        load({"VINHDANH_PORT": "http", "VINHDANH_DATA_DIR": "/srv"})

    said = str(refused.value)
    assert "VINHDANH_DATABASE_URL is missing." in said
    assert "VINHDANH_SECRET_KEY is missing." in said
    assert "VINHDANH_PORT must be a whole number from 1 to 65535." in said


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SECRET_KEY", "short", "too weak"),
        ("SECRET_KEY", "a" * 64, "too weak"),
        ("DATABASE_URL", "sqlite://", "must name a file"),
        ("DATABASE_URL", "sqlite:///:memory:", "must name a file"),
        ("DATABASE_URL", "mysql://db/vinhdanh", "must begin with"),
        ("DATABASE_URL", "no address", "is not a database address"),
        ("DEMO", "perhaps", "must be 1 or 0"),
        ("PORT", "0", "whole number"),
        ("PORT", "99999", "whole number"),
        ("UPLOAD_MB", "-1", "whole number"),
        ("UPLOAD_MB", "²", "whole number"),
        ("IDLE_MINUTES", "0", "whole number"),
        ("INSECURE_HTTP", "", None),
    ],
)
def test_an_unsafe_or_malformed_setting_is_refused_by_name(name: str, value: str, words: str | None) -> None:
    environ = SOUND | {f"VINHDANH_{name}": value}

    if words is None:
        assert load(environ)
        return
    with pytest.raises(SettingError, match=f"VINHDANH_{name}.*{words}"):
        load(environ)


def test_a_misspelt_setting_is_refused_and_the_right_one_offered() -> None:
    with pytest.raises(SettingError, match=r"VINHDANH_SECRETKEY is not a setting\. Did you mean VINHDANH_SECRET_KEY"):
        load(SOUND | {"VINHDANH_SECRETKEY": "x"})


def test_the_demos_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    first = kept_key(tmp_path)

    assert len(first) >= 48
    assert kept_key(tmp_path) == first
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600
