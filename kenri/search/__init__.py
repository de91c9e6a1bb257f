"""Search in Japanese and English: document shape, analysis chain, query, one file per engine.

In: entities as ``Document``. Out: ``Results`` with facets, suggestions and highlights. Next: ``web``.
Knows no Django and no database.
"""
