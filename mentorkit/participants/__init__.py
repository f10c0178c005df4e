"""Recruiting and screening: who applied, whom the rules accept, who is missing, and how good the data is."""

from mentorkit.participants.audience import audience_gaps
from mentorkit.participants.cautions import data_warnings
from mentorkit.participants.quality import data_quality
from mentorkit.participants.recruiting import alliance_shares, recruiting_rates, supply_and_demand
from mentorkit.participants.screening import screening

__all__ = [
    "alliance_shares",
    "audience_gaps",
    "data_quality",
    "data_warnings",
    "recruiting_rates",
    "screening",
    "supply_and_demand",
]
