"""Anonymous counters in SQLite and the report over them; must not know Telegram, content or any person."""
