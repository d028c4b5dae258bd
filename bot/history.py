"""The content as it was in an earlier version, taken out of git."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


class RevisionError(Exception):
    """Git has no such version of this folder, or there is no git."""


@contextmanager
def content_at(folder: Path, revision: str) -> Iterator[Path]:
    """A folder with the content of a revision, gone afterwards. Raises RevisionError when git has none."""
    archive = _git(folder, "archive", "--format=tar", revision, ".")
    with TemporaryDirectory(prefix="qorgan-") as place, tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(place, filter="data")
        yield Path(place)


def _git(folder: Path, *arguments: str) -> bytes:
    if arguments[-2].startswith("-"):
        raise RevisionError(f"{arguments[-2]} is no version")
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)  # noqa: S603, S607  # the operator's own git
    except OSError:
        raise RevisionError("git is not installed, or the folder is not there") from None
    if done.returncode:
        raise RevisionError(done.stderr.decode(errors="replace").strip().split("\n")[0])
    return done.stdout
