"""aiogram routers that turn an update into a position and a screen into a message; must not know SQL or settings."""
