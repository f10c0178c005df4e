"""A synthetic cohort, from application forms to what came after, from a seed."""

from mentorkit.example.folder import SEED, example_files, write_example

__all__ = ["SEED", "example_files", "write_example"]
