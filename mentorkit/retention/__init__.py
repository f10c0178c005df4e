"""How long data is kept: forgetting a person, clearing cohorts that ended, and checking what an archive says."""
