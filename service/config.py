"""The settings of this installation, read once from VINHDANH_* and checked before anything starts."""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from service.errors import SettingError

PREFIX = "VINHDANH_"
NAMES = (
    "DATABASE_URL",
    "DATA_DIR",
    "SECRET_KEY",
    "DEMO",
    "HOST",
    "PORT",
    "THREADS",
    "PROXIES",
    "INSECURE_HTTP",
    "UPLOAD_MB",
    "IDLE_MINUTES",
    "SESSION_HOURS",
    "BASE_URL",
    "WORKER",
    "LOG_JSON",
    "METRICS_TOKEN",
    "CALLS_A_MINUTE",
    "WEBHOOKS_INSIDE",
    "MAIL_FROM",
    "SMTP_HOST",
    "SMTP_PORT",
    "SMTP_USER",
    "SMTP_PASSWORD",
    "SMTP_TLS",
)
_KEY_LENGTH = 32
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Settings:
    """How this installation runs."""

    database_url: str
    data_dir: Path
    """Where files are kept, and in demo mode the database and the key."""
    secret_key: str
    demo: bool = False
    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = 8
    proxies: int = 0
    """How many reverse proxies in front are trusted to name the visitor's address."""
    insecure_http: bool = False
    """Cookies also travel without TLS; always so in demo mode."""
    upload_bytes: int = 20 * 1024 * 1024
    """The largest file taken."""
    idle: timedelta = timedelta(minutes=30)
    """Without a click for this long, a person is signed out."""
    longest_session: timedelta = timedelta(hours=12)
    """After this long, a person is signed out whatever they do."""
    base_url: str = ""
    """Where people reach this installation, for links in mail; empty: http://host:port."""
    worker: bool = True
    """Whether `vinhdanh serve` also does the work nobody waits for; elsewhere `vinhdanh worker` does it."""
    log_json: bool = False
    metrics_token: str = ""
    """What a monitor must send as its bearer token to read /metrics; empty: nobody reads them."""
    calls_a_minute: int = 600
    """How many API calls one token may make in a minute."""
    webhooks_inside: bool = False
    """Webhooks may also go to private addresses."""
    mail_from: str = ""
    smtp_host: str = ""
    """The mail server; empty: nothing is mailed, notices stay in the app."""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_tls: str = "starttls"
    """starttls, tls (from the first byte) or none."""

    @property
    def address(self) -> str:
        """Where people reach this installation, without a slash at the end."""
        return self.base_url or f"http://{self.host}:{self.port}"

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies travel over TLS only."""
        return not (self.demo or self.insecure_http)


def load(environ: Mapping[str, str]) -> Settings:
    """Read and check every setting. Raises SettingError that names each missing, malformed or unsafe one."""
    reader = _Reader(environ)
    demo = reader.read("DEMO", _flag, False)
    data_dir = reader.read("DATA_DIR", _path, Path("var").absolute() if demo else None)
    settings = Settings(
        demo=demo,
        data_dir=data_dir,
        database_url=reader.read("DATABASE_URL", _database_url, _demo_database(data_dir) if demo else None),
        secret_key=reader.read("SECRET_KEY", _key, "" if demo else None),
        host=reader.read("HOST", str, "127.0.0.1"),
        port=reader.read("PORT", _whole(1, 65535), 8000),
        threads=reader.read("THREADS", _whole(1, 64), 8),
        proxies=reader.read("PROXIES", _whole(0, 9), 0),
        insecure_http=reader.read("INSECURE_HTTP", _flag, False),
        upload_bytes=reader.read("UPLOAD_MB", _whole(1, 200), 20) * 1024 * 1024,
        idle=timedelta(minutes=reader.read("IDLE_MINUTES", _whole(1, 720), 30)),
        longest_session=timedelta(hours=reader.read("SESSION_HOURS", _whole(1, 24), 12)),
        base_url=reader.read("BASE_URL", _base_url, ""),
        worker=reader.read("WORKER", _flag, True),
        log_json=reader.read("LOG_JSON", _flag, False),
        **_outside(reader),
        **_mail(reader),
    )
    reader.finish()
    return settings


def _outside(reader: "_Reader") -> dict[str, Any]:
    return {
        "metrics_token": reader.read("METRICS_TOKEN", _key, ""),
        "calls_a_minute": reader.read("CALLS_A_MINUTE", _whole(1, 100_000), 600),
        "webhooks_inside": reader.read("WEBHOOKS_INSIDE", _flag, False),
    }


def _mail(reader: "_Reader") -> dict[str, Any]:
    host = reader.read("SMTP_HOST", str, "")
    return {
        "smtp_host": host,
        "mail_from": reader.read("MAIL_FROM", _mail_address, None if host else ""),
        "smtp_port": reader.read("SMTP_PORT", _whole(1, 65535), 587),
        "smtp_user": reader.read("SMTP_USER", str, ""),
        "smtp_password": reader.read("SMTP_PASSWORD", str, ""),
        "smtp_tls": reader.read("SMTP_TLS", _one_of("starttls", "tls", "none"), "starttls"),
    }


def kept_key(data_dir: Path) -> str:
    """The demo's own secret key: made once, kept in the data folder where only its owner can read it."""
    path = data_dir / "secret.key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text()


class _Reader:
    """Collects what is wrong, so that the operator hears of everything at once."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.problems: list[str] = []
        for name in sorted(environ):
            if name.startswith(PREFIX) and name.removeprefix(PREFIX) not in NAMES:
                self._unknown(name)

    def read(self, name: str, parse: Callable[[str], _T], default: _T | None) -> _T:
        """The parsed value; a problem is noted, and answered at the end by finish()."""
        text = self.environ.get(PREFIX + name, "").strip()
        if not text:
            if default is None:
                self.problems.append(f"{PREFIX}{name} is missing.")
            return default  # type: ignore[return-value]
        try:
            return parse(text)
        except ValueError as error:
            self.problems.append(f"{PREFIX}{name} {error}.")
            return default  # type: ignore[return-value]

    def finish(self) -> None:
        """Raise SettingError when anything was wrong."""
        if self.problems:
            raise SettingError("\n".join(self.problems))

    def _unknown(self, name: str) -> None:
        close = get_close_matches(name, [PREFIX + known for known in NAMES], n=1)
        hint = f" Did you mean {close[0]}?" if close else ""
        self.problems.append(f"{name} is not a setting.{hint}")


def _demo_database(data_dir: Path | None) -> str:
    return f"sqlite:///{(data_dir or Path('var')) / 'vinhdanh.db'}"


def _path(text: str) -> Path:
    return Path(text).expanduser().absolute()


def _flag(text: str) -> bool:
    known = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if text.lower() not in known:
        raise ValueError("must be 1 or 0")
    return known[text.lower()]


def _whole(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            raise ValueError(f"must be a whole number from {least} to {most}")
        return int(text)

    return parse


def _one_of(*known: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text.lower() not in known:
            raise ValueError(f"must be one of {', '.join(known)}")
        return text.lower()

    return parse


def _mail_address(text: str) -> str:
    if text.count("@") != 1 or not all(text.split("@")) or any(c.isspace() for c in text):
        raise ValueError("is not a mail address")
    return text


def _base_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise ValueError("must begin with http:// or https:// and name a host")
    return text.rstrip("/")


def _key(text: str) -> str:
    if len(text) < _KEY_LENGTH or len(set(text)) < _KEY_LENGTH // 4:
        raise ValueError(f"is too weak: give at least {_KEY_LENGTH} random characters")
    return text


def _database_url(text: str) -> str:
    try:
        url = make_url(text)
    except ArgumentError:
        raise ValueError("is not a database address") from None
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "postgresql+psycopg"):
        raise ValueError("must begin with sqlite:/// or postgresql://")
    if url.drivername == "sqlite" and url.database in (None, "", ":memory:"):
        raise ValueError("must name a file: sqlite:////folder/file.db")
    return url.render_as_string(hide_password=False)
