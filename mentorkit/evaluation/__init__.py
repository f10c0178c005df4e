"""
What changed, for whom, how sure that is, and what it rests on.

In all of it `cohort` is read and typed; `pairs` has the columns `mentee_id, mentor_id`; what is recorded after the day `as_of` is
left out; `now` is the cohort as it stands on that day, and `confidence` the coverage of an interval.
"""
