"""The pure core: content, facts, the walk and screens; must not know Telegram, a database or a clock."""
