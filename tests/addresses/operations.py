"""The addresses of operations: a dossier that is held up, and a job that failed."""

from pathlib import Path
from typing import Any

from addresses.whom import EVERYBODY, For
from factories import NOON, World, propose
from queueing import Handled, add, dead
from service.commands.incidents import raise_incident
from service.commands.locking import find_dossier
from service.db import transaction
from service.jobs import GiveUp
from service.worker.jobs import do_jobs
from workflows.errors import Problem
from working import settings_of

ROUTES = {
    "GET operations.page": For("admin", EVERYBODY),
    "POST operations.retry_all": For("admin", EVERYBODY),
    "POST operations.retry": For("admin", EVERYBODY),
    "POST operations.dismiss": For("admin", EVERYBODY),
    "POST operations.try_again": For("admin", EVERYBODY),
}


def fill(world: World, folder: Path) -> dict[str, Any]:
    """A proposal whose timer could not ring, and a mail that was given up."""
    dossier_id = propose(world, name="Sùng Thị Mỷ")
    with transaction(world.database) as session:
        incident = raise_incident(
            session, find_dossier(session, dossier_id), Problem("stuck", "Nothing waits."), actor=None, now=NOON
        )
        session.flush()
        incident_id = incident.id
    add(world, "mail", NOON)
    do_jobs(world.database, settings_of(world), NOON, {"mail": Handled(GiveUp("away"))})
    return {"incident_id": incident_id, "job_id": dead(world)[0].id}


def bodies(world: World, filled: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Why the job is given up."""
    return {"POST operations.dismiss": {"reason": "Địa chỉ không còn dùng"}}
