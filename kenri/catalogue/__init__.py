"""Records become entities: merge rules, provenance of every shown fact, disagreements.

In: the records that are about one thing. Out: an ``Entity``. Next: ``search`` indexes it, ``web`` shows it.
"""
