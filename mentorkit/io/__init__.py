"""The one door: YAML, tables and folders come in here, results and aggregates go out."""
