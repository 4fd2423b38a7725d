"""Makes what the wheel holds but the repository does not: the built front end and the compiled translations."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WhatIsBuilt(BuildHookInterface):
    """Runs before the files of a wheel are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 (hatchling's signature)
        """Build the front end and compile the translations; an editable install and an sdist need neither."""
        if version == "editable" or self.target_name != "wheel":
            return
        root = Path(self.root)
        _build_front_end(root / "service/web/frontend")
        _compile_translations(root / "service/web/translations")


def _build_front_end(folder: Path) -> None:
    if _is_built(folder):
        return
    npm, node = shutil.which("npm"), shutil.which("node")
    if not (npm and node):
        raise RuntimeError("Building the wheel needs Node.js 20 or newer: pip install -r requirements-node.lock")
    if not (folder / "node_modules" / "esbuild").is_dir():
        subprocess.run([npm, "ci", "--ignore-scripts"], cwd=folder, check=True)  # noqa: S603 (our own command)
    subprocess.run([node, "build.mjs"], cwd=folder, check=True)  # noqa: S603 (our own command)


def _is_built(folder: Path) -> bool:
    manifest = folder.parent / "static/build/manifest.json"
    sources = [folder / "build.mjs", folder / "package-lock.json", *(folder / "src").rglob("*.*")]
    return manifest.exists() and manifest.stat().st_mtime >= max(path.stat().st_mtime for path in sources)


def _compile_translations(folder: Path) -> None:
    for source in folder.rglob("*.po"):
        with source.open("rb") as catalogue, source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_po(catalogue, locale=source.parents[1].name))
