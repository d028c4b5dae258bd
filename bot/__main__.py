"""`python -m bot` is the `qorgan` command."""

from bot.cli import main

main()
