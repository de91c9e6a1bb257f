"""What people work on: lists to be cleared, their items, the facts that people add, and the evidence.

In: a user's list and a planned use. Out: projects whose items are matched, assessed and routed, and the
record of every search behind them. ``services`` is the only writer, ``queries`` answers every reader. Next:
``web`` and the ``kenri`` command.
"""
