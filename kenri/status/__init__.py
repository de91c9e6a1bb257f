"""Is a work protected, until when, and why: rules of term as dated data, one folder per jurisdiction.

In: facts of a work (``facts``, from JSON in ``reading``, from an entity in ``entities``) and a day. Out: an
answer (``answers``) per right layer with the rules applied, the facts used and who said them, the range of
days in which protection ends, and what would settle what is open. Next: ``procedures`` chooses a lawful way.

Nothing is guessed: every fact is a range of days, every rule is applied to both ends of all ranges, and only
what comes out the same for all of them is an answer.
"""
