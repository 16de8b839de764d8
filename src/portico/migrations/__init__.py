"""The history of the tables, one numbered step after the other; see `history` for what runs it."""

import logging

# Alembic tells of its own plugins as soon as it is loaded, to whoever reads the log of a server.
logging.getLogger("alembic").setLevel(logging.WARNING)
