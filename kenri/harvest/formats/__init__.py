"""One module per format: each recognises its shapes in a file and gives the items one by one.

In: a member of an export and the shapes of a source. Out: readers of plain items with their positions.
Next: ``harvest.reading`` maps the items to records.
"""
