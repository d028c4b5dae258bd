"""Measurements: speed against a bare aiogram bot, as ratios within one run, memory, and what is hard to bear."""
