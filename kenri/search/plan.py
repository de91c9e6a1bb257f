"""From a question to the engine's strict query, its filters, and that of a completion.

A document matches by a key (of a whole title, of its reading, of its numerals, of an identifier or a page) or
by all parts of the question, each in any field and in any form: as written, by sound, romanised. Scores are
layered by constants so that a key match is always above a match of words. What nearly matches is planned in
``leniency``, and asked for only when this finds nothing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence

import tantivy
from tantivy import Occur, Query

from kenri.identity.writing import kana, numerals, romaji
from kenri.identity.writing.normalise import ARTICLES, compact, without_article
from kenri.search import engine, naming
from kenri.search.analysis import tokens
from kenri.search.fields import Kind, identifier_keys
from kenri.search.parser import Part, Question

EXACT, ARTICLE, READING, NUMERALS, SOUND = 1000.0, 900.0, 800.0, 700.0, 600.0
"""Scores of the key matches; words never come near."""

TITLE_AND_CREATOR = 1100.0
"""What a work scores that is called as some words of the question and made by whom the others name. It stands
above titles that are made of the same words (夏目漱石「こころ」 is about it), save one written just so."""

NAMED, OF_NAMED = 500.0, 0.05
"""Least score of a work that a part of the question names less plainly, and the share of its key score that
is added."""

_WEIGHTS = {"t": 2.0, "w": 1.5, "a": 1.0, "c": 1.0, "v": 1.0, "k": 0.8, "r": 0.8, "u": 0.6}
ANYWHERE = {"": ("t", "a", "c"), "title": ("t", "a"), "creator": ("c",)}
WORDS_IN = {"": ("w", "v"), "title": ("w",), "creator": ("v",)}
_SOUNDS_IN = {"": ("k", "r"), "title": ("k",), "creator": ("r",), "reading": ("k", "r")}

MOST_UNITS = 64
"""Tokens of a query that must match; more only cost time."""

LONGEST_RUN_IN_ORDER = 12
"""Tokens of a run up to which a match in one piece ranks higher."""

MOST_INITIALS, BORNE = 3, 100
"""Letters of a word up to which it may be the initials of a creator, JRR Tolkien; documents from which on it
is a word itself."""

WORDS_BEGUN = 60
"""Words that the last, unfinished word of a completion may become."""

FURTHEST_YEAR = 99_999
"""Years are compared up to here, before and after the beginning of our era."""


class Planner:
    """Makes queries for one open index."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher) -> None:
        self._schema = schema
        self._searcher = searcher
        self._span = _span(searcher)
        self._is_borne = functools.lru_cache(maxsize=1 << 16)(self._may_be_borne)

    def identifier(self, value: str) -> Query:
        """What bears an identifier, however it is written."""
        return any_of([self.term("key", Kind.IDENTIFIER + key) for key in identifier_keys(value)])

    def these(self, ids: Iterable[str]) -> Query:
        """The documents with these ids."""
        return Query.term_set_query(self._schema, "id", list(ids))

    def term(self, field: str, value: str) -> Query:
        """Documents with one token in one field."""
        return Query.term_query(self._schema, field, value, "freq")

    def strict(self, question: Question) -> Query:
        """Everything that matches all that was asked."""
        branches: list[Query] = []
        plain = question.plain
        fielded = [part for part in question.parts if part.field]
        if plain and not fielded and not any(part.phrase for part in question.parts):
            branches += self._keys(plain)
            branches += self._named(plain)
            if _IDENTIFIER.fullmatch(plain):
                branches.append(const(self.identifier(plain), EXACT))
        if question.page:
            page = self.term("key", tokens.term_of(Kind.PAGE, question.page))
            branches.append(const(page, EXACT))
        words = self._all_parts(question.parts)
        if words is not None:
            branches.append(words)
        if not branches:
            return Query.empty_query() if question.parts or question.unreadable else Query.all_query()
        return branches[0] if len(branches) == 1 else Query.disjunction_max_query(branches)

    def _keys(self, plain: str) -> list[Query]:
        return [const(self.term("key", key), score) for score, key in query_keys(plain)]

    def _named(self, plain: str) -> list[Query]:
        """Works that a part of the question names, where the rest is their creator or year."""
        found: list[Query] = []
        for title, creator in self.divisions(plain):
            held = self.called(title)
            makers = self.made_by(creator) if held else None
            if makers is not None:
                found += [_partly(score, [called, makers], " " in plain) for score, called in held]
        title, year = naming.year_in(plain)
        if year is not None:
            dated = self._years(year, year)
            found += [_partly(score, [called, *dated], True) for score, called in self.called(title)]
        return found

    def divisions(self, plain: str) -> Iterator[naming.Division]:
        """The ways to read a question as a title and a creator; those of no creator whom the index may have
        are left out, for titles are dearer to ask for."""
        return (one for one in naming.divisions(plain) if all(map(self._is_borne, tokens.runs(one.creator))))

    def _may_be_borne(self, run: str) -> bool:
        """Whether a run may be a part of a creator's name: as it is written, by its sound, or as initials."""
        freq = self._searcher.doc_freq
        if tokens.is_cjk(run):
            return kana.is_kana(run) or all(freq("c", t) or freq("u", t) for t in tokens.run_tokens(run)[0])
        return len(run) <= MOST_INITIALS or bool(romaji.kana_of(run) or freq("v", run))

    def made_by(self, creator: str) -> Query | None:
        """The works of a creator whose name is folded; None where nothing is left to look for."""
        return self._all_parts((Part(creator, "creator"),))

    def called(self, title: str) -> list[tuple[float, Query]]:
        """The whole titles that a text may be and that the index has, each with what such a match scores."""
        keys = query_keys(title) if title else []
        return [(score, self.term("key", key)) for score, key in keys if self._searcher.doc_freq("key", key)]

    def _all_parts(self, parts: Sequence[Part]) -> Query | None:
        must: list[Query] = []
        should: list[Query] = []
        spoken = _all_romaji(parts)
        for part in parts:
            if part.field == "id":
                must.append(self.identifier(part.text))
            elif part.field == "reading":
                must += self._reading(part)
            elif part.phrase:
                must += self._phrase(part)
            else:
                for run in tokens.runs(part.text):
                    units, extras = self._units(run, part.field)
                    (should if spoken and _is_particle(run) else must).extend(units)
                    should += extras
        must = must[:MOST_UNITS]
        if not must:
            return any_of(should) if should else None
        if len(must) == 1 and not should:
            return must[0]
        clauses = [(Occur.Must, query) for query in must] + [
            (Occur.Should, query) for query in should[:MOST_UNITS]
        ]
        return Query.boolean_query(clauses)

    def _units(self, run: str, field: str) -> tuple[list[Query], list[Query]]:
        """The queries for one run: those that must match, and those that only rank."""
        if not tokens.is_cjk(run):
            return [self._word(run, field)], []
        in_order, extras = tokens.run_tokens(run)
        base = list(dict.fromkeys(in_order))
        alternatives: list[Query] = []
        if kana.is_kana(run) and len(run) > 1:
            alternatives = self._sounds(kana.sound(run), field)
        must = [self.pair(token, field) for token in base[:MOST_UNITS]]
        digits = numerals.with_digits(run)
        if digits != run:
            alternatives.append(all_of([self._digit_run(part, field) for part in tokens.runs(digits)]))
        ranking = [self.pair(token, field) for token in extras]
        if 1 < len(in_order) < LONGEST_RUN_IN_ORDER:
            ranking.append(self._sequence(in_order, ANYWHERE[field]))
        if not alternatives:
            return must, ranking
        return [Query.disjunction_max_query([all_of(must), *alternatives])] if must else [], ranking

    def _digit_run(self, run: str, field: str) -> Query:
        if not tokens.is_cjk(run):
            return any_of([self.scored(name, run) for name in WORDS_IN[field]])
        return all_of([self.pair(token, field) for token in tokens.pairs(run)])

    def pair(self, token: str, field: str) -> Query:
        """Documents with a pair of Japanese characters, or a single one, in any of a field's parts."""
        if len(token) == 1:
            names: Iterable[str] = ("u", *ANYWHERE[field]) if field != "creator" else ("u", "c")
        else:
            names = ANYWHERE[field]
        return any_of([self.scored(name, token) for name in names])

    def _word(self, word: str, field: str) -> Query:
        alternatives = [self.scored(name, word) for name in WORDS_IN[field]]
        digits = numerals.with_digits(word)
        if digits != word:
            alternatives += [self.scored(name, digits) for name in WORDS_IN[field]]
        spoken = romaji.kana_of(word)
        if len(spoken) > 1:
            alternatives += self._sounds(kana.sound(spoken), field)
        if (
            1 < len(word) <= MOST_INITIALS
            and "v" in WORDS_IN[field]
            and self._searcher.doc_freq("v", word) < BORNE
        ):
            alternatives.append(self._sequence(list(word), ("v",)))
        return any_of(alternatives)

    def _sounds(self, spoken: str, field: str) -> list[Query]:
        pairs = tokens.sound_pairs(spoken)[:MOST_UNITS]
        return [all_of([self.scored(name, pair) for pair in pairs]) for name in _SOUNDS_IN[field]]

    def _reading(self, part: Part) -> list[Query]:
        reading = part.text if kana.is_kana(part.text) else romaji.reading_of(part.text)
        if not reading:
            return [Query.empty_query()]
        return [Query.disjunction_max_query(self._sounds(kana.sound(reading), "reading"))]

    def _phrase(self, part: Part) -> list[Query]:
        """All runs of the phrase, each with its tokens side by side."""
        queries: list[Query] = []
        pending: list[str] = []
        for run in [*tokens.runs(part.text), ""]:
            if run and not tokens.is_cjk(run):
                pending.append(run)
                continue
            if pending:
                queries.append(self._sequence(pending, WORDS_IN[part.field]))
                pending = []
            if run:
                base, _ = tokens.run_tokens(run)
                if len(base) == 1:
                    queries.append(self.pair(base[0], part.field))
                elif base:
                    queries.append(self._sequence(base, ANYWHERE[part.field]))
        return queries

    def _sequence(self, words: list[str], names: Iterable[str]) -> Query:
        if len(words) == 1:
            return any_of([self.scored(name, words[0]) for name in names])
        return any_of([Query.phrase_query(self._schema, name, list(words)) for name in names])

    def scored(self, name: str, token: str) -> Query:
        """Documents with one token in one field, by the weight of that field."""
        weight = _WEIGHTS[name]
        query = self.term(name, token)
        return query if weight == 1.0 else Query.boost_query(query, weight)

    def beginning(self, folded: str, last: bool = True) -> Query:
        """Titles or readings that may begin with a folded text; long ones still have to be compared.

        Without ``last``, an unfinished last word is left to the comparison.
        """
        key = compact(folded)
        edge = self.term("e", key[: tokens.LONGEST_EDGE])
        if len(key) <= tokens.LONGEST_EDGE:
            return edge
        must = [edge]
        runs = tokens.runs(folded)
        for place, run in enumerate(runs):
            if tokens.is_cjk(run):
                base, _ = tokens.run_tokens(run)
                if len(base) < 2:
                    continue
                forms = [all_of([self.term(name, pair) for pair in base]) for name in ("t", "a")]
                forms += self._sounds(kana.sound(run), "title") if kana.is_kana(run) else []
                must.append(any_of(forms))
            elif place < len(runs) - 1:
                must.append(self.term("w", run))
            elif last:
                words = [word for word, _ in self._searcher.terms_with_prefix("w", run, limit=WORDS_BEGUN)]
                must.append(Query.term_set_query(self._schema, "w", words))
        return all_of(must)

    def filtered(self, query: Query, question: Question, asked: engine.Query) -> Query:
        """The query narrowed to the accepted facet values and years; the score stays as it is."""
        narrow: list[Query] = []
        for filters in (question.filters, asked.filters):
            narrow += [
                _either([self.term(facet, value) for value in values])
                for facet, values in filters.items()
                if facet in engine.FACETS and values
            ]
        firsts = [year for year in (question.first_year, asked.first_year) if year is not None]
        lasts = [year for year in (question.last_year, asked.last_year) if year is not None]
        narrow += self._years(max(firsts, default=None), min(lasts, default=None))
        if not narrow:
            return query
        clauses = [(Occur.Must, query)]
        clauses += [(Occur.Must, const(one, 0.0)) for one in narrow]
        return Query.boolean_query(clauses)

    def _years(self, first: int | None, last: int | None) -> list[Query]:
        """What is dated, wholly or in part, from one year to another.

        A bound that nothing in the index lies beyond is left out beside another one: looking at every year
        costs as much as the rest of a query.
        """
        earliest, latest = self._span
        if first is not None and last is not None:
            if last >= latest:
                last = None
            elif first <= earliest:
                first = None
        integer = tantivy.FieldType.Integer
        bounds = []
        if first is not None:
            bounds.append(Query.range_query(self._schema, "last", integer, lower_bound=_year(first)))
        if last is not None:
            bounds.append(Query.range_query(self._schema, "first", integer, upper_bound=_year(last)))
        return bounds


def _span(searcher: tantivy.Searcher) -> tuple[int, int]:
    """The earliest last year and the latest first year of all documents."""
    asked = {"earliest": {"min": {"field": "last"}}, "latest": {"max": {"field": "first"}}}
    found = searcher.aggregate(Query.all_query(), asked)
    earliest, latest = found["earliest"]["value"], found["latest"]["value"]
    return (
        -FURTHEST_YEAR if earliest is None else int(earliest),
        FURTHEST_YEAR if latest is None else int(latest),
    )


_IDENTIFIER = re.compile(r"(?=(?:.*\d){4})[0-9a-z ]{6,40}")


def query_keys(plain: str) -> list[tuple[float, str]]:
    """The keys that a query may equal, best first.

    What a document's numerals or sound have in common with its title or reading is a key only once.
    """
    key, loose = compact(plain), compact(tokens.loose_spelling(plain))
    keys = [(EXACT, Kind.EXACT, key)]
    if plain.isascii():
        stem = compact(without_article(plain))
        keys += [(ARTICLE, Kind.EXACT, form) for form in _with_articles(stem) if form != key]
    if loose != key:
        keys.append((EXACT, Kind.EXACT, loose))
    digits = compact(numerals.with_digits(plain)) if numerals.has_numerals(plain) else ""
    if digits:
        keys.append((NUMERALS, Kind.NUMERALS, digits))
        if digits != key:
            keys.append((NUMERALS, Kind.EXACT, digits))
    reading = plain if kana.is_reading(plain) else romaji.reading_of(plain)
    if reading:
        spelt, spoken = compact(reading), kana.sound(reading)
        keys += [(READING, Kind.READING, spelt), (SOUND, Kind.SOUND, spoken)]
        if spoken != spelt:
            keys.append((SOUND, Kind.READING, spoken))
    return [(score, tokens.term_of(kind, text)) for score, kind, text in keys]


def _with_articles(stem: str) -> list[str]:
    return [stem, *(compact(article) + stem for article in ARTICLES)]


def _year(year: int) -> int:
    return max(-FURTHEST_YEAR, min(FURTHEST_YEAR, year))


def _partly(score: float, must: list[Query], divided: bool) -> Query:
    """A title, by what its key scores, and what else is said of it, in words ``divided`` by spaces or not."""
    plainly = score == EXACT and divided
    return const(all_of(must), TITLE_AND_CREATOR if plainly else NAMED + OF_NAMED * score)


def const(query: Query, score: float) -> Query:
    """The matches of a query, all with the same score."""
    return Query.const_score_query(query, score)


def any_of(queries: list[Query]) -> Query:
    """The best of several queries; there is at least one."""
    return queries[0] if len(queries) == 1 else Query.disjunction_max_query(queries)


def _either(queries: list[Query]) -> Query:
    """Any of them, where the score does not matter."""
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, one) for one in queries])


def all_of(queries: list[Query]) -> Query:
    """All of several queries; there is at least one."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def _all_romaji(parts: Sequence[Part]) -> bool:
    """Whether everything asked can be romanised Japanese: then lone syllables are particles."""
    words = [word for part in parts for word in part.text.split()]
    return len(words) > 1 and all(romaji.kana_of(word) for word in words)


def _is_particle(word: str) -> bool:
    return len(romaji.kana_of(word)) == 1
