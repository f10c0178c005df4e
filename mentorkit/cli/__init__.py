"""The `mentorkit` command."""

from mentorkit.cli.command import main

__all__ = ["main"]
