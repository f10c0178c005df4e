"""
The one gate between a cohort and the public: what leaves is rounded, merged or withheld, with the
reason.
"""

from mentorkit.disclosure.gate import public_aggregates

__all__ = ["public_aggregates"]
