"""Typeset documents: one folder per template, Japanese with an English courtesy copy where a letter leaves.

In: a template's name and its data. Out: a PDF file with embedded fonts that a screen reader can read, and in
it the data as JSON. ``templates/<name>/about.yaml`` says which fields a document has and what it says,
``template.typ`` in which order; ``house.yaml`` holds the fields that many share, ``style.typ`` the look.
"""
