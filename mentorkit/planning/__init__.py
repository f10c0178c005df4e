"""Designing a programme: charter, logic model, recruiting, calendar, staff, money, and what can be learned."""
