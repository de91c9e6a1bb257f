"""Kenri (権利): who holds the rights in a work, and how may it lawfully be used?

Data flows left to right through the rooms below; imports go only right to left.

    vocab <- harvest <- { sources | catalogue } <- identity <- { search | status | tariffs | seals }
    <- { procedures | documents } <- accounts <- { records | registry | ledger } <- cases
    <- { web | api } <- project

==========  =================================================================================
vocab       the words: records, names, imprecise dates, identifiers, rights, schemas
harvest     fetching and strict reading: HTTP, OAI-PMH, SRU, CSV/JSON/XML/MARC, captures
sources     one file per database: who, licence, duties, mapping
catalogue   records become entities; which source said each fact; where sources disagree
identity    which records are about the same entity
search      document shape, Japanese and English analysis, query, one file per engine
status      rules of term and protection, one folder per jurisdiction: protected until when, and why
tariffs     one file per tariff: what a use costs, with its lines and the version used
seals       canonical text, hash chains, signatures: what shows that nothing was altered
procedures  uses, routes and the router: which lawful way leads to "allowed", what it costs and takes
documents   typeset notices, forms and statements: one folder per template
accounts    Django app: who somebody is, for whom they act, what they may do
records     Django app: records, harvest runs, entities as rows; ``services`` is the only writer
registry    Django app: works that makers register, and what they will; ``services`` is the only writer
ledger      Django app: double-entry lines of money held, owed and paid; ``services`` is the only writer
cases       Django app: lists to be cleared, running procedures, evidence; ``services`` is the only writer
web         Django app: the pages, in Japanese and English
api         the HTTP interface for other programmes
project     settings, wiring, the ``kenri`` command
==========  =================================================================================
"""

__version__ = "0.1.0"
