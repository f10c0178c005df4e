"""Forms to hand out: XLSForm for KoboToolbox and ODK, a spreadsheet with drop-downs, and text for any form tool."""

from mentorkit.forms.paste import form_text
from mentorkit.forms.spreadsheet import form_workbook
from mentorkit.forms.xlsform import xlsform

__all__ = ["form_text", "form_workbook", "xlsform"]
