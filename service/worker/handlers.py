"""Who does which kind of job.

A handler has a transaction of its own for each thing it does. It runs at least once: what it did before it was killed
it must find done. It raises to be tried again, `service.jobs.AllWait(reason)` where no other job of its kind (or none
`of` the same receiver) can be done now either, and `service.jobs.GiveUp(reason)` where no further try can help; what it
raises is told in words when it has a `reason` (`service.errors.Reason`).
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from service.config import Settings
from service.worker import mailing, reset_mail, sheets, webhooks

Handler = Callable[[Engine, Settings, dict[str, Any], datetime], object]
"""Takes the database, the settings, the job's payload and the present moment."""

HANDLERS: Mapping[str, Handler] = {
    "mail": mailing.send_mail,
    "password_reset": reset_mail.send_link,
    "webhook": webhooks.deliver,
    "take_sheet": sheets.take_sheet,
    "submit_sheet": sheets.submit_sheet,
}
