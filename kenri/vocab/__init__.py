"""The words of Kenri as frozen types and closed vocabularies.

In: nothing. Out: types that every other room speaks. Next: ``harvest`` reads databases into them.
"""
