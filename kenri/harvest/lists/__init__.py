"""People's own lists: tables of works or parties in any layout, read row by row into records.

In: a CSV, TSV, XLSX, JSON, JSON Lines, BibTeX or RIS file (or one of these gzipped) in any encoding, with any
column names, its header wherever it stands. Out: what each column was taken for, with certainty and reason,
and one ``ListRow`` for every row under the header: a record where one could be made of it, the problems that
it has, and the cells as they were. No row is dropped.
"""

from kenri.harvest.lists.reading import ColumnGuess, ListReading, ListRow, read_list

__all__ = ["ColumnGuess", "ListReading", "ListRow", "read_list"]
