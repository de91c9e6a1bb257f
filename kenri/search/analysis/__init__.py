"""The analysis chain: from text as people write it to the tokens and keys that are compared.

In: text folded by ``kenri.identity.writing``. Out: tokens, keys. Next: ``fields`` and ``plan``.
The same chain reads documents and queries; whoever changes what it or the folding yields raises ``CHAIN``,
so that an index made by another chain is rebuilt and never silently misread.
"""

CHAIN = "ja-en-2"
"""Version of the chain; part of every index's version."""
