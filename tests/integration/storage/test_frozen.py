"""Databases are out there: a published migration is never changed, the next change is one of its own."""

from __future__ import annotations

from hashlib import sha256
from importlib.resources import files

PUBLISHED = {
    "0001_create_all_tables.py": "5a47e440dfe1bb3d6f744703e87e963357050160866f8b7843255ec9699251e0",
    "0002_find_without_reading_all.py": "90fffb145fc7dba613a917c56f0aec91e2bf8cea7f1f508cff28a04aca259d91",
    "0003_settle_by_hand_and_silence_closer.py": "a1490b0dd38c3adf8b3c737df0cc27909b4eb6b9f846dde1f42cf9e7c1536b7c",
}


def test_published_migrations_are_as_they_were() -> None:
    folder = files("storage.migrations") / "versions"
    now = {name: sha256(folder.joinpath(name).read_bytes()).hexdigest() for name in PUBLISHED}
    assert now == PUBLISHED, "add a new migration in storage/migrations/versions, leave this one as it is"
