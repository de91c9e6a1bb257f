"""How text is written and how it sounds, folded so that spellings of one thing meet.

In: titles, names, readings as people write them. Out: folded text, compact keys, kana, sounds, digits. Next:
``readings``, ``titles`` and the names of this room compare what comes out; ``search`` indexes it. A change of
what comes out raises ``kenri.search.analysis.CHAIN``.
"""
