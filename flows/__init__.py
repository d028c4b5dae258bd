"""The pure core: content, facts, the walk and screens; must not know Telegram, a database or a clock.

catalog = load()                          # content/*.yaml → Catalog, or ContentError with file:line findings
engine = Engine(catalog)
reply = engine.tap(data, now=moment)      # a button → Reply(screen, language, counts, urgent)
"""

from flows.catalog import Catalog
from flows.counting import Count
from flows.engine import RANK, Engine, Reply
from flows.loader import load
from flows.problems import ContentError, Problem
from flows.screens import Button, Screen

__all__ = ["RANK", "Button", "Catalog", "ContentError", "Count", "Engine", "Problem", "Reply", "Screen", "load"]
