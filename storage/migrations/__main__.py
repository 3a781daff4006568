"""Write the next step from what differs between the tables in code and a database migrated so far (for developers)."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from sqlalchemy import make_url

from storage.engine import migrating_engine
from storage.migration import configuration, upgrade


def main(message: str) -> None:
    """A new file in versions/: read it, complete it (triggers, data), and run the tests on both engines."""
    with TemporaryDirectory() as folder:
        engine = migrating_engine(make_url(f"sqlite:///{Path(folder) / 'so-far.db'}"))
        with engine.begin() as connection:
            config = configuration(connection)
            upgrade(connection)
            last = max((int(path.name[:4]) for path in Path(__file__).parent.glob("versions/[0-9]*.py")), default=0)
            config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
            command.revision(config, message, autogenerate=True, rev_id=f"{last + 1:04d}")
        engine.dispose()


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or "change")
