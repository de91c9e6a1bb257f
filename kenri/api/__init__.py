"""The HTTP interface for other programmes: JSON in, JSON out, the same services as the pages.

In: requests. Out: answers and Problems as JSON. One router per file.
"""
