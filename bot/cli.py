"""The `qorgan` command."""

import argparse


def main() -> None:
    """Parse the command line."""
    argparse.ArgumentParser(prog="qorgan", description="Run and check the Qorgan bot.").parse_args()
