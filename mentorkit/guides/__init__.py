"""Guides for a session: the clock, a view for each reader, paper, calendars and checks, from one source."""

from mentorkit.guides.agenda import Slot, agenda, shortest
from mentorkit.guides.calendars import Appointment, calendar_ics
from mentorkit.guides.checks import curriculum_problems
from mentorkit.guides.page import guide_fragment, guide_html, learning_resource
from mentorkit.guides.printing import guide_pdf
from mentorkit.guides.views import AUDIENCES, guide_markdown

__all__ = [
    "AUDIENCES", "Appointment", "Slot", "agenda", "calendar_ics", "curriculum_problems", "guide_fragment", "guide_html",
    "guide_markdown", "guide_pdf", "learning_resource", "shortest",
]
