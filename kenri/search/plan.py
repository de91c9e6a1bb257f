"""From a question to the engine's queries: strict first, lenient only when it finds nothing.

Strict: the exact key, the reading key, the numeral key, or all parts, each in any field and in any form
(as written, by sound, romanised). Lenient: a good share of the tokens, words with a typo, near keys.
Scores are layered by constants so that a key match is always above a match of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import tantivy
from tantivy import Occur, Query

from kenri.search import engine
from kenri.search.analysis import kana, numerals, romaji, tokens
from kenri.search.analysis.normalise import compact
from kenri.search.fields import Kind, hashed, identifier_key
from kenri.search.parser import Part, Question
from kenri.search.ranking import distance

EXACT, READING, NUMERALS, SOUND = 1000.0, 800.0, 700.0, 600.0
"""Scores of the key matches; words never come near."""

_WEIGHTS = {"t": 2.0, "w": 1.5, "a": 1.0, "c": 1.0, "v": 1.0, "k": 0.8, "r": 0.8, "u": 0.6}
_ANYWHERE = {"": ("t", "a", "c"), "title": ("t", "a"), "creator": ("c",)}
_WORDS_IN = {"": ("w", "v"), "title": ("w",), "creator": ("v",)}
_SOUNDS_IN = {"": ("k", "r"), "title": ("k",), "creator": ("r",), "reading": ("k", "r")}

MOST_UNITS = 64
"""Tokens of a query that must match; more only cost time."""

LONGEST_RUN_IN_ORDER = 12
"""Tokens of a run up to which a match in one piece ranks higher."""

TYPO_SCORE = 9.0
"""What a word with a typo is worth: about as much as a rare word."""

WORDS_BEGUN = 60
"""Words that the last, unfinished word of a completion may become."""

WORDS_COMPARED = 3000
"""Words of the index that are compared with an unknown one."""

LONGEST_BROKEN_RUN = 6
"""Characters of a run that is searched character by character where its pairs are unknown."""

LENIENT_TOKENS = 12
LENIENT_SHARE = 0.4
SOUND_SHARE = 0.6
SHORTEST_TYPO, LONGEST_TYPO = 3, 30
"""Letters of a word that is searched with a slip."""

KNOWN_WORD = 2
"""A word in more documents than this is taken as meant."""

MOST_SLIPS = 4
"""Words of a query that are searched with a slip: each costs a walk over all words."""


class Planner:
    """Makes queries for one open index."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher) -> None:
        self._schema = schema
        self._searcher = searcher

    def identifier(self, value: str) -> Query:
        """What bears an identifier, however it is written."""
        return self.term("key", Kind.IDENTIFIER + identifier_key(value))

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
            if _IDENTIFIER.fullmatch(plain):
                branches.append(Query.const_score_query(self.identifier(plain), EXACT))
        words = self._all_parts(question.parts)
        if words is not None:
            branches.append(words)
        if not branches:
            return Query.all_query() if not question.parts else Query.empty_query()
        return branches[0] if len(branches) == 1 else Query.disjunction_max_query(branches)

    def _keys(self, plain: str) -> list[Query]:
        return [Query.const_score_query(self.term("key", key), score) for score, key in query_keys(plain)]

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
            return _any(should) if should else None
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
        must = [self._pair(token, field) for token in base[:MOST_UNITS]]
        digits = numerals.with_digits(run)
        if digits != run:
            alternatives.append(_all([self._digit_run(part, field) for part in tokens.runs(digits)]))
        ranking = [self._pair(token, field) for token in extras]
        if 2 < len(in_order) < LONGEST_RUN_IN_ORDER:
            ranking.append(self._sequence(in_order, _ANYWHERE[field]))
        if not alternatives:
            return must, ranking
        return [Query.disjunction_max_query([_all(must), *alternatives])] if must else [], ranking

    def _digit_run(self, run: str, field: str) -> Query:
        if not tokens.is_cjk(run):
            return _any([self._scored(name, run) for name in _WORDS_IN[field]])
        return _all([self._pair(token, field) for token in tokens.pairs(run)])

    def _pair(self, token: str, field: str) -> Query:
        if len(token) == 1:
            names: Iterable[str] = ("u", *_ANYWHERE[field]) if field != "creator" else ("u", "c")
        else:
            names = _ANYWHERE[field]
        return _any([self._scored(name, token) for name in names])

    def _word(self, word: str, field: str) -> Query:
        alternatives = [self._scored(name, word) for name in _WORDS_IN[field]]
        digits = numerals.with_digits(word)
        if digits != word:
            alternatives += [self._scored(name, digits) for name in _WORDS_IN[field]]
        spoken = romaji.kana_of(word)
        if len(spoken) > 1:
            alternatives += self._sounds(kana.sound(spoken), field)
        return _any(alternatives)

    def _sounds(self, spoken: str, field: str) -> list[Query]:
        pairs = list(dict.fromkeys(tokens.pairs(spoken)))[:MOST_UNITS]
        return [_all([self._scored(name, pair) for pair in pairs]) for name in _SOUNDS_IN[field]]

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
                queries.append(self._sequence(pending, _WORDS_IN[part.field]))
                pending = []
            if run:
                base, _ = tokens.run_tokens(run)
                if len(base) == 1:
                    queries.append(self._pair(base[0], part.field))
                elif base:
                    queries.append(self._sequence(base, _ANYWHERE[part.field]))
        return queries

    def _sequence(self, words: list[str], names: Iterable[str]) -> Query:
        if len(words) == 1:
            return _any([self._scored(name, words[0]) for name in names])
        return _any([Query.phrase_query(self._schema, name, list(words)) for name in names])

    def _scored(self, name: str, token: str) -> Query:
        weight = _WEIGHTS[name]
        query = self.term(name, token)
        return query if weight == 1.0 else Query.boost_query(query, weight)

    def lenient(self, question: Question) -> Query | None:
        """What nearly matches; None where the question has no words to be lenient about."""
        parts = [part for part in question.parts if part.field in ("", "title", "creator")]
        if not parts:
            return None
        branches = self._near(question.plain)
        some = self._share_of(parts)
        if some is not None:
            branches.append(some)
        sounds = self._share_of_sounds(question.plain)
        if sounds is not None:
            branches.append(sounds)
        if not branches:
            return None
        rest = [self.identifier(part.text) for part in question.parts if part.field == "id"]
        return _all([_any(branches), *rest])

    def beginning(self, folded: str) -> Query:
        """Titles or readings that may begin with a folded text; long ones still have to be compared."""
        key = compact(folded)
        edge = self.term("key", Kind.EDGE + key[: tokens.LONGEST_EDGE])
        if len(key) <= tokens.LONGEST_EDGE:
            return edge
        must = [edge]
        runs = tokens.runs(folded)
        for place, run in enumerate(runs):
            if tokens.is_cjk(run):
                base, _ = tokens.run_tokens(run)
                if len(base) < 2:
                    continue
                forms = [_all([self.term(name, pair) for pair in base]) for name in ("t", "a")]
                forms += self._sounds(kana.sound(run), "title") if kana.is_kana(run) else []
                must.append(_any(forms))
            elif place < len(runs) - 1:
                must.append(self.term("w", run))
            else:
                words = [word for word, _ in self._searcher.terms_with_prefix("w", run, limit=WORDS_BEGUN)]
                must.append(Query.term_set_query(self._schema, "w", words))
        return _all(must)

    def nearest_word(self, word: str) -> str:
        """The commonest word of the index within a slip or two of an unknown one; the word itself if none."""
        if any(self._searcher.doc_freq(name, word) for name in ("w", "v")):
            return word
        most = 1 if len(word) < 8 else 2
        near: list[tuple[int, int, str]] = []
        for name in ("w", "v"):
            for known, count in self._searcher.terms_with_prefix(name, word[:2], limit=WORDS_COMPARED):
                if abs(len(known) - len(word)) <= most and (edits := distance(word, known)) <= most:
                    near.append((-edits, count, known))
        return max(near)[2] if near else word

    def _near(self, plain: str) -> list[Query]:
        key = compact(plain)
        if not (1 < len(key) <= tokens.LONGEST_NEAR + 1) or key.isascii():
            return []
        keys = [hashed(Kind.NEAR, near) for near in tokens.near_keys(key) if len(near) > 1 or len(key) == 2]
        return [Query.const_score_query(self.term("key", near), 30.0) for near in keys]

    def _share_of(self, parts: Sequence[Part]) -> Query | None:
        weighed: dict[tuple[str, str], tuple[int, Query]] = {}
        single: list[Query] = []
        slips = MOST_SLIPS
        for part in parts:
            for run in tokens.runs(part.text):
                if not tokens.is_cjk(run):
                    if (run, part.field) not in weighed:
                        weighed[run, part.field] = self._lenient_word(run, part.field, slips > 0)
                        slips -= weighed[run, part.field][0] <= KNOWN_WORD
                    continue
                known = 0
                for token in tokens.run_tokens(run)[0]:
                    if (token, part.field) not in weighed:
                        weighed[token, part.field] = (
                            sum(self._searcher.doc_freq(name, token) for name in _ANYWHERE[part.field]),
                            self._pair(token, part.field),
                        )
                    known = max(known, weighed[token, part.field][0])
                # Where a slip leaves no pair of a short run, its single characters remain.
                if known <= KNOWN_WORD and len(run) <= LONGEST_BROKEN_RUN:
                    single += [self._scored("u", kanji) for kanji in tokens.kanji_of(run)]
        # Rare tokens say most; the commonest are left out of long queries.
        chosen = [query for _, query in sorted(weighed.values(), key=lambda pair: pair[0])[:LENIENT_TOKENS]]
        if not chosen:
            return None
        clauses = [(Occur.Should, query) for query in chosen + single]
        needed = max(1, round(LENIENT_SHARE * (len(chosen) + len(single))))
        return Query.boolean_query(clauses, minimum_number_should_match=needed)

    def _lenient_word(self, word: str, field: str, slip: bool) -> tuple[int, Query]:
        names = _WORDS_IN[field]
        frequency = sum(self._searcher.doc_freq(name, word) for name in names)
        exact = [self._scored(name, word) for name in names]
        if not slip or frequency > KNOWN_WORD or not SHORTEST_TYPO <= len(word) <= LONGEST_TYPO:
            return frequency, _any(exact)
        distance = 2 if len(word) > 8 and frequency == 0 else 1
        fuzzy = [
            Query.boost_query(Query.fuzzy_term_query(self._schema, name, word, distance, True), TYPO_SCORE)
            for name in names
        ]
        return frequency, _any([*exact, *fuzzy])

    def _share_of_sounds(self, plain: str) -> Query | None:
        reading = plain if kana.is_kana(plain) else romaji.reading_of(plain)
        pairs = list(dict.fromkeys(tokens.pairs(kana.sound(reading)))) if reading else []
        if len(pairs) < 2:
            return None
        needed = max(1, round(SOUND_SHARE * len(pairs)))
        branches = []
        for name in ("k", "r"):
            clauses = [(Occur.Should, self._scored(name, pair)) for pair in pairs]
            branches.append(Query.boolean_query(clauses, minimum_number_should_match=needed))
        return _any(branches)

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
        integer = tantivy.FieldType.Integer
        if firsts:
            narrow.append(Query.range_query(self._schema, "last", integer, lower_bound=max(firsts)))
        if lasts:
            narrow.append(Query.range_query(self._schema, "first", integer, upper_bound=min(lasts)))
        if not narrow:
            return query
        clauses = [(Occur.Must, query)]
        clauses += [(Occur.Must, Query.const_score_query(one, 0.0)) for one in narrow]
        return Query.boolean_query(clauses)


_IDENTIFIER = re.compile(r"(?=(?:.*\d){4})[0-9a-z ]{6,40}")


def query_keys(plain: str) -> list[tuple[float, str]]:
    """The hashed keys that a query may equal, best first."""
    modern = tokens.modern_endings(plain)
    keys = [(EXACT, hashed(Kind.EXACT, compact(plain)))]
    if modern != plain:
        keys.append((EXACT, hashed(Kind.EXACT, compact(modern))))
    digits = numerals.with_digits(plain)
    if any(character.isdigit() for character in digits):
        keys.append((NUMERALS, hashed(Kind.NUMERALS, compact(digits))))
    reading = plain if kana.is_reading(plain) else romaji.reading_of(plain)
    if reading:
        keys.append((READING, hashed(Kind.READING, compact(reading))))
        keys.append((SOUND, hashed(Kind.SOUND, kana.sound(reading))))
    return keys


def _any(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.disjunction_max_query(queries)


def _either(queries: list[Query]) -> Query:
    """Any of them, where the score does not matter."""
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, one) for one in queries])


def _all(queries: list[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def _all_romaji(parts: Sequence[Part]) -> bool:
    """Whether everything asked can be romanised Japanese: then lone syllables are particles."""
    words = [word for part in parts for word in part.text.split()]
    return len(words) > 1 and all(romaji.kana_of(word) for word in words)


def _is_particle(word: str) -> bool:
    return len(romaji.kana_of(word)) == 1
