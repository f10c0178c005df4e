"""What changed, for whom, how sure that is, and what it rests on."""
