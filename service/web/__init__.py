"""The pages: what people see and click. A view calls one query or one command; rules and storage lie below."""

import importlib
import pkgutil
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import Engine
from werkzeug.middleware.proxy_fix import ProxyFix

from service import clock
from service.config import Settings
from service.web import (
    api,
    appearance,
    assets,
    current,
    errors,
    house_words,
    i18n,
    meters,
    navigation,
    pages,
    people_words,
    security,
    sessions,
    watching,
    words,
)
from service.web.retrying import Site

_PARTS = (
    meters,
    watching,
    assets,
    i18n,
    appearance,
    words,
    house_words,
    people_words,
    sessions,
    security,
    errors,
    navigation,
)
"""What an application is made of besides its pages, in the order in which requests meet it."""
_FORM_FIELDS = 2 * 1024 * 1024
"""Bytes of a posted form outside its files."""


def create_app(settings: Settings, database: Engine, *, now: Callable[[], datetime] = clock.now) -> Flask:
    """Build the application over an open database; `now` is asked for the time at each request."""
    app = Site(__name__, static_folder="static", template_folder="templates")
    app.config.update(_config(settings))
    app.jinja_options = {**app.jinja_options, "trim_blocks": True, "lstrip_blocks": True}
    for part in _PARTS:
        part.set_up(app)
    current.set_up(app, settings, database, now)
    for module in pkgutil.iter_modules(pages.__path__):
        app.register_blueprint(importlib.import_module(f"{pages.__name__}.{module.name}").bp)
    api.set_up(app, settings)
    if settings.proxies:
        trusted = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, trusted, trusted, trusted, trusted)  # type: ignore[method-assign]
    return app


def _config(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": "vinhdanh",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "MAX_CONTENT_LENGTH": settings.upload_bytes * 5 + _FORM_FIELDS,
        "MAX_FORM_MEMORY_SIZE": _FORM_FIELDS,
        "SEND_FILE_MAX_AGE_DEFAULT": timedelta(days=365),
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the sign-in itself
        "BABEL_DEFAULT_LOCALE": "vi",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Ho_Chi_Minh",
        "TEMPLATES_AUTO_RELOAD": False,
    }
