"""Anonymous counters in SQLite and the report over them; must not know Telegram, content or any person."""

from storage.counters import Counters
from storage.file import StatsError

__all__ = ["Counters", "StatsError"]
