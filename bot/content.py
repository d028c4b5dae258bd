"""The content folder of a running bot: what it starts from, its last good copy, and whether files have changed.

When the content is broken the bot lives on the copy: people who need help must not wait for an editor's mend.
"""

from __future__ import annotations

import logging
import shutil
import threading
from contextlib import suppress
from pathlib import Path

from flows import Catalog, ContentError, load
from flows.loader import version_of
from flows.review import unread

log = logging.getLogger("qorgan.content")

COPY_SECONDS = 3.0  # for reading the last good content, a few hundred kilobytes


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


def begin(folder: Path, copy: Path, *, signed: bool) -> tuple[Catalog, Path]:
    """What the bot starts from and where that stands: the folder, if it has passed the checks, else its last good copy.

    So a start waits for no check, and nothing that a running bot would refuse comes in by a restart: `bot.reload`
    looks at the folder next. Where no copy can be used the folder's content has to do. With `signed`, a copy whose
    urgent screens nobody has signed cannot. Raises the folder's ContentError.
    """
    if _version_in_time(copy) not in {"", version_of(folder)}:
        with suppress(ContentError):  # kept by an older version of the bot
            catalog = load(copy)
            if not (signed and unread(catalog, copy)):
                log.warning("Started from the last content that passed, in %s; the present one is now checked", copy)
                return catalog, copy
    return load(folder), folder


def _version_in_time(copy: Path) -> str:
    """The version of the copy; empty when there is none, or when its disk, the counters', does not answer."""
    found: list[str] = []

    def look() -> None:
        if copy.is_dir():
            found.append(version_of(copy))

    looking = threading.Thread(target=look, daemon=True)  # which an exit does not wait for
    looking.start()
    looking.join(COPY_SECONDS)
    if looking.is_alive():
        log.error("The disk of %s does not answer: started without the last good content", copy.parent)
    return found[0] if found else ""


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
        shutil.rmtree(fresh, ignore_errors=True)  # a full disk needs the room for the counts
        log.warning("No copy of the content could be kept in %s (%s)", copy.parent, type(error).__name__)


def unsigned(catalog: Catalog, folder: Path, *, required: bool) -> str:
    """Warn of urgent screens that nobody has signed; where signatures are required, why the bot must not start."""
    areas = ", ".join(unread(catalog, folder))
    if areas and required:
        return f"REQUIRE_SIGNED: not signed: {areas}; let them be read and use qorgan sign, or leave the setting empty"
    if areas:
        log.warning("People will meet screens that nobody has signed (qorgan sign): %s", areas)
    return ""
