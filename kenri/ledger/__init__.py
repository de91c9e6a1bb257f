"""Double-entry lines of money held, owed and paid, in integer yen; ``services`` is the only writer.

In: postings, obligations, bank files. Out: balances, statements, files for banks; nothing is ever edited.

``plan`` names the accounts, ``services`` writes entries, obligations, payments and payouts, ``verifying``
proves that nothing was altered, ``queries`` reads for pages, ``providers`` are the ways in which money
travels (one file each), ``banking`` reads and writes the formats of banks, ``exports`` gives the books away.
"""
