"""The content folder of a running bot: what it starts from, its last good copy, and whether files have changed.

When the content is broken the bot starts from the copy: people who need help must not wait for an editor's mend.
"""

from __future__ import annotations

import logging
import shutil
from contextlib import suppress
from pathlib import Path

from flows import Catalog, ContentError, load
from flows.loader import version_of
from flows.review import unread

log = logging.getLogger("qorgan.content")


class Watch:
    """Tells when files of a folder have changed and then rested: a pull or a save in several files is seen whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._taken = self._seen = _stamp(folder)

    def moved(self) -> bool:
        """Whether something has changed since this was last true, and nothing since it was last asked."""
        now = _stamp(self.folder)
        rests, self._seen = now == self._seen, now
        if not rests or now == self._taken:
            return False
        self._taken = now
        return True


def _stamp(folder: Path) -> dict[str, tuple[int, int]]:
    """When each file was written, and its size."""
    stamps = {}
    for path in folder.rglob("*.yaml"):
        with suppress(OSError):  # it is being replaced at this moment; the next look sees it
            told = path.stat()
            stamps[str(path)] = (told.st_mtime_ns, told.st_size)
    return stamps


def load_or_last_good(folder: Path, copy: Path) -> Catalog:
    """The catalog of `folder`, which is then kept at `copy`; if it is broken, loudly, that of the copy.

    Raises the ContentError of `folder` when there is no copy to use either.
    """
    try:
        catalog = load(folder)
    except ContentError as error:
        return _last_good(copy, error)
    keep(folder, copy, catalog.version)
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


def keep(folder: Path, copy: Path, version: str) -> None:
    """Make `copy` the last good content, unless the folder is no longer of that version.

    Copied beside and renamed, so that a kill in between leaves the old copy or the new one, never half of one.
    """
    fresh, old = copy.with_name(f"{copy.name}.new"), copy.with_name(f"{copy.name}.old")
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(folder, fresh)
        if version_of(fresh) != version:  # changed since it was loaded
            shutil.rmtree(fresh)
            return
        shutil.rmtree(old, ignore_errors=True)
        if copy.exists():
            copy.rename(old)
        fresh.rename(copy)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        log.warning("No copy of the content could be kept in %s (%s)", copy.parent, type(error).__name__)


def unsigned(catalog: Catalog, folder: Path, *, required: bool) -> str:
    """Warn of urgent screens that nobody has signed; where signatures are required, why the bot must not start."""
    areas = ", ".join(unread(catalog, folder))
    if areas and required:
        return f"REQUIRE_SIGNED: not signed: {areas}; let them be read and use qorgan sign, or leave the setting empty"
    if areas:
        log.warning("People will meet screens that nobody has signed (qorgan sign): %s", areas)
    return ""
