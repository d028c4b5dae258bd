"""The content a running bot starts from: the present one or, when that is broken, the last that could be used.

People who need help now must not wait for an editor to mend a file.
"""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

from flows import Catalog, ContentError, load

log = logging.getLogger("qorgan.content")


def load_or_last_good(folder: Path, copy: Path) -> Catalog:
    """The catalog of `folder`, which is then kept at `copy`; if it is broken, loudly, that of the copy.

    Raises the ContentError of `folder` when there is no copy to use either.
    """
    try:
        catalog = load(folder)
    except ContentError as error:
        return _last_good(copy, error)
    _keep(folder, copy)
    return catalog


def _last_good(copy: Path, error: ContentError) -> Catalog:
    if not copy.is_dir():
        raise error
    try:
        catalog = load(copy)
    except ContentError:  # kept by an older version of the bot
        raise error from None
    for problem in error.problems:
        log.error("%s", problem)
    log.error("THE CONTENT IS BROKEN: started from the last content that could be used, kept in %s", copy)
    return catalog


def _keep(folder: Path, copy: Path) -> None:
    """Copy beside and rename, so that a kill in between leaves the old copy or the new one, never half of one."""
    fresh, old = copy.with_name(f"{copy.name}.new"), copy.with_name(f"{copy.name}.old")
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(folder, fresh)
        shutil.rmtree(old, ignore_errors=True)
        if copy.exists():
            copy.rename(old)
        fresh.rename(copy)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        log.warning("No copy of the content could be kept in %s (%s)", copy.parent, type(error).__name__)
