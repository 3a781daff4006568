"""One file per family of the rule book; thresholds and words in the TOML file beside it, and nowhere else."""

from __future__ import annotations
