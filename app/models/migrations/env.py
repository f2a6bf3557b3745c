"""Alembic's entry: it runs on the connection that `app.models.migrating` hands it, inside its transaction."""

from alembic import context

from app.models.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
