"""Runs the revisions on the open, keyed connection that models.upgrade hands over."""

from alembic import context

# No URL and no engine of its own: the key never passes through a configuration. The transaction
# belongs to models.upgrade, which checks the result before it commits.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=None,
    transactional_ddl=False,
)
context.run_migrations()
