"""What Alembic runs around the steps; storage/migrate.py hands it an open connection with its transaction begun."""

from alembic import context

from bot.adapters.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite can't alter a column: the table is built anew
)
context.run_migrations()
