"""Reports of projects: HTML, a workbook, JSON Lines, and a PDF to print.

In: a project's key, a form, a language. Out: a file that needs nothing beside it. One module per form; what
they say is made once, in ``content``.
"""

from kenri.cases.reports.writing import FORMS, form_of, report, write, write_evidence

__all__ = ["FORMS", "form_of", "report", "write", "write_evidence"]
