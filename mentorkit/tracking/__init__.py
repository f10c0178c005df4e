"""Following every pair: states, calls, messages, goals, networks and closing."""
