"""Which records are about the same entity.

In: identifiers and features of records. Out: links and clusters of record keys. Next: ``catalogue``
derives the entities. This room scores and decides; it stores nothing.
"""
