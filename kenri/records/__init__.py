"""Records, harvest runs and entities as rows.

In: sources and their exports. Out: stored records with their history, entities, and the search index.
``services`` is the only writer (``index`` writes the index folder), ``queries`` answers every reader,
``bulk`` holds one file per kind of database. Next: ``web`` and the ``kenri`` command.
"""
