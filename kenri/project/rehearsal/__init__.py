"""A rehearsal: practice offices, people and cases in a data folder of its own, to try the procedures with.

In: ``stage.yaml``, which says who there is and how far which case has come. Out: a data folder below Kenri's
own that holds nothing but practice; every page served from it says so, and it goes as a whole with it.
"""
