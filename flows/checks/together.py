"""All checks at once on every processor: an editor waits half as long. Only for a process that does nothing else."""

from __future__ import annotations

import multiprocessing
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.catalog import Catalog
from flows.checks import Subject, findings, registered
from flows.problems import Problem

LONG = ("examples", "screens", "texts", "scenarios")
"""The modules whose checks take longest begin first, so that none of them is waited for at the end."""
WORKERS = 2


@dataclass
class _Shared:
    """What the workers find in their memory, which is a copy of ours."""

    subject: Subject | None = None


_shared = _Shared()


def findings_together(catalog: Catalog, folder: Path, *, now: datetime, release: bool = False) -> list[Problem]:
    """What `findings` gives, sooner where the system can copy a process."""
    if "fork" not in multiprocessing.get_all_start_methods() or multiprocessing.cpu_count() < WORKERS:
        return findings(catalog, folder, now=now, release=release)
    _shared.subject = Subject(catalog, folder, now)
    groups: dict[str, list[str]] = defaultdict(list)  # checks of one module share what they find out
    for name, one in registered(release=release).items():
        groups[one.__module__.rpartition(".")[2]].append(name)
    order = sorted(groups, key=lambda module: LONG.index(module) if module in LONG else len(LONG))
    with multiprocessing.get_context("fork").Pool(WORKERS) as pool:
        found = pool.imap_unordered(_findings_of, [groups[module] for module in order])
        return sorted({problem for one in found for problem in one})


def _findings_of(names: list[str]) -> list[Problem]:
    subject = _shared.subject
    checks = registered(release=True)
    return [problem for name in names for problem in checks[name](subject)] if subject else []
