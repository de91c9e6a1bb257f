"""Who somebody is, for whom they act, and what they may do.

In: people who sign in, organisations that invite them, programmes with a key. Out: a user with roles, and the
answer whether an action is theirs. ``services`` is the only writer, ``queries`` answers every reader,
``permissions`` holds the table of roles and actions. Signing in itself is django-allauth's. Next:
``records``, ``cases`` and ``web`` ask who acts.
"""
