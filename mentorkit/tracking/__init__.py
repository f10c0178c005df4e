"""
Following every pair: states, calls, messages, goals, networks and closing.

In all of it `cohort` comes with its logs; `pairs` has a row a pair, with `mentee_id` and `mentor_id`; what is recorded after the
day `as_of` is not seen; `states` are those of `pair_states` on that day, and `logs` those of `pair_logs` where they are at hand.
"""
