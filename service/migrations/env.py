"""Runs the revisions on the connection that the caller opened."""

from alembic import context

from service.models import Base


def _is_ours(name: str | None, kind: str, _: object) -> bool:
    """Procrastinate's tables are its own."""
    return kind != "table" or not (name or "").startswith("procrastinate_")


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
    compare_server_default=True,
    include_name=_is_ours,
)
with context.begin_transaction():
    context.run_migrations()
