"""Composition root: settings, dispatcher, polling, the `qorgan` command and the local emulator; may know every part."""
