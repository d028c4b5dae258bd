"""Speed and memory against a bare aiogram bot, each figure a ratio within one run (`python -m bench`)."""
