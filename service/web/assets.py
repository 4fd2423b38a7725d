"""Where the built scripts and styles lie: names with their content's hash, so that browsers may keep them for ever."""

import json
from functools import cache
from pathlib import Path

from flask import Flask, url_for


def set_up(app: Flask) -> None:
    """Give templates `asset("app.css")`."""
    manifest = Path(app.static_folder or "") / "build" / "manifest.json"

    @app.template_global()
    def asset(name: str) -> str:
        """The address of a built file."""
        return url_for("static", filename=f"build/{_names(manifest)[name]}")


@cache
def _names(manifest: Path) -> dict[str, str]:
    names: dict[str, str] = json.loads(manifest.read_text()) if manifest.exists() else {}
    if not names:
        raise FileNotFoundError(f"{manifest.name} is missing: build the front end first (make run does)")
    return names
