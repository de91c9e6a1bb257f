"""Double-entry lines of money held, owed and paid, in integer yen; ``services`` is the only writer.

In: postings, obligations, bank files. Out: balances, statements, files for banks; nothing is ever edited.
"""
