"""A cohort's notebooks, run whole into its results."""
