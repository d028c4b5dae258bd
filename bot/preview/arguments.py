"""The parameters of one call as the official server keeps them: every value a string, files apart.

Source: tdlib/td HttpReader.cpp (query, JSON, form and multipart bodies), Client.cpp, `to_bool`, `get_integer_arg`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    file_name: str
    mime_type: str
    body: bytes


@dataclass(slots=True)
class Arguments:
    """Parameters by name; an absent one is an empty string, as in the official server."""

    fields: dict[str, str] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The parameter as written."""
        return self.fields.get(name, "")

    def flag(self, name: str) -> bool:
        """Whether it is true, yes or 1."""
        return self.text(name).strip().lower() in {"true", "yes", "1"}

    def integer(self, name: str, default: int = 0, low: int = -(2**31), high: int = 2**31 - 1) -> int:
        """The number at its beginning (0 where there is none), clamped."""
        text = self.text(name)
        found = re.match(r"-?\d+", text)
        value = int(found[0]) if found else 0
        return max(low, min(high, value if text else default))

    def json(self, name: str) -> Any:
        """The parameter decoded, or None where it is absent or no JSON."""
        try:
            return json.loads(self.text(name))
        except ValueError:
            return None

    def upload(self, name: str) -> Upload | None:
        """The file given under this name, directly or as `attach://…`."""
        attached = self.text(name).removeprefix("attach://") if self.text(name).startswith("attach://") else name
        return self.files.get(attached)
