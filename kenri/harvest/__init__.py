"""Fetching and strict reading: from a database's endpoint or export to records.

In: a ``Source`` and a path or URL. Out: captures on disk, then ``Read`` results (records, deletions,
rejections) with an account that adds up. Next: ``records`` stores them.
"""
