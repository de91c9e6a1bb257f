"""Typeset documents: one folder per template, Japanese with an English courtesy copy where a letter leaves.

In: a template's name and its data. Out: a PDF file with embedded fonts that a screen reader can read.
"""
