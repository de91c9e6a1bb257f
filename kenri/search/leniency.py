"""What nearly matches a question, asked for where nothing, or next to nothing, matches it.

Nearly matches what holds a good share of the tokens or of the sounds, a word with a slip, or a short title
that is one character off. What is found so is ranked by whole titles afterwards.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import tantivy
from rapidfuzz.distance import OSA
from tantivy import Occur, Query

from kenri.identity.writing import kana, romaji
from kenri.identity.writing.normalise import compact, without_article
from kenri.search import naming
from kenri.search.analysis import loanwords, tokens
from kenri.search.fields import Kind
from kenri.search.parser import Part, Question
from kenri.search.plan import ANYWHERE, WORDS_IN, Planner, all_of, any_of, const
from kenri.search.ranking import HEARD_SCORE, NEARLY_NAMED

TYPO_SCORE = 9.0
"""What a word with a slip is worth: about as much as a rare word."""

LIKELY = 2.0
"""How much more the likeliest word for a slip is worth than the same word asked for."""

NEAR_SCORE = 30.0
"""What a short title with one wrong character is worth: more than a few common words."""

MOST_HEARD = 20
"""Titles that share their consonants from which on these say nothing."""

WORDS_KEPT = 1000
"""Unknown words whose nearest known ones are remembered."""

MOST_LIKELY, MOST_BESIDE = 6, 4
"""Known words that an unknown one may be meant to be, and words of the query that may stand beside it."""

WORDS_COMPARED = 6000
"""Words of the index that are compared with an unknown one."""

LONGEST_BROKEN_RUN = 6
"""Characters of a run that is searched character by character where its pairs are unknown."""

MOST_TOKENS = 12
"""Tokens, the rarest, that are searched leniently."""

SHARE, SOUND_SHARE = 0.4, 0.6
"""Shares of the tokens and of the sounds that must be there."""

SHORTEST_TYPO, LONGEST_TYPO = 3, 30
"""Letters of a word, or of a title beside its creator's name, that is searched with a slip."""

KNOWN_WORD = 10
"""A word in more documents than this is taken as meant."""

COMMON_SHARE, COMMON_LEAST = 0.02, 50
"""The share of documents, and their least number, from which on a word such as "of" alone finds nothing."""

MOST_SLIPS = 4
"""Words of a query that are searched with a slip: each costs a walk over all words."""


class Loose(NamedTuple):
    """What nearly matches a question, and the text, folded, that its titles are compared with; ``lenient``
    where any part of it may be missing from them."""

    query: Query
    plain: str
    lenient: bool = True


class Leniency:
    """Makes lenient queries for one open index."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher, planner: Planner) -> None:
        self._schema = schema
        self._searcher = searcher
        self._planner = planner
        self._common = max(COMMON_LEAST, int(COMMON_SHARE * searcher.num_docs))
        # Asked for when planning, and again when proposing another spelling.
        self._nearest = functools.lru_cache(maxsize=WORDS_KEPT)(self._nearest_word)

    def query(self, question: Question) -> Loose | None:
        """What nearly matches; None where the question has no words to be lenient about."""
        if question.is_exact:
            return None
        parts = [part for part in question.parts if part.field in ("", "title", "creator")]
        if not parts:
            return None
        branches = [const(near, NEAR_SCORE) for near in self._near(question.plain)]
        branches += self._called_otherwise(question.plain)
        bare = naming.bare(question.written)
        if bare != question.plain:
            branches += self._named_by_some(bare)
        some = self._share_of(parts, question)
        if some is not None:
            branches.append(some)
        sounds = self._share_of_sounds(question.plain)
        if sounds is not None:
            branches.append(sounds)
        if not branches:
            return None
        rest = [self._planner.identifier(part.text) for part in question.parts if part.field == "id"]
        return Loose(all_of([any_of(branches), *rest]), question.plain)

    def otherwise(self, question: Question) -> Loose | None:
        """The works that are called so in the other script, or nearly so beside their creator's name."""
        branches = self._called_otherwise(question.plain)
        return Loose(any_of(branches), question.plain) if branches else None

    def unknown(self, question: Question) -> tuple[str, ...]:
        """The words asked for, and runs of Japanese, of which nothing in the index has any part."""
        found: dict[str, None] = {}
        for part in question.parts:
            if part.field in WORDS_IN:
                runs = [run for run in tokens.runs(part.text) if not self._is_known(run, part.field)]
                found.update(dict.fromkeys(runs))
        return tuple(found)

    def _is_known(self, run: str, field: str) -> bool:
        if not tokens.is_cjk(run):
            return any(self._searcher.doc_freq(name, run) for name in WORDS_IN[field])
        names = ("u", *ANYWHERE[field])
        return any(
            self._searcher.doc_freq(name, token) for token in tokens.run_tokens(run)[0] for name in names
        )

    def nearest_word(self, word: str, question: Question) -> str:
        """The word of the index that an unknown one is likeliest meant to be; the word itself if none.

        Of those within the fewest slips, the one that most often stands beside the question's other words.
        """
        if self._is_known(word, ""):
            return word
        words = [other for other in question.plain.split()[:MOST_TOKENS] if other.isascii()]
        beside = [other for other in words if other != word and self._is_known(other, "")]
        return self._nearest(word, tuple(beside[:MOST_BESIDE]))

    def _nearest_word(self, word: str, beside: tuple[str, ...]) -> str:
        most = 1 if len(word) < 8 else 2
        near: list[tuple[int, int, str]] = []
        for name in ("w", "v"):
            for known, count in self._searcher.terms_with_prefix(name, word[:2], limit=WORDS_COMPARED):
                if (edits := OSA.distance(word, known, score_cutoff=most)) <= most:
                    near.append((-edits, count, known))
        near.sort(reverse=True)
        likely = [known for edits, _, known in near if edits == near[0][0]][:MOST_LIKELY]
        if len(likely) < 2 or not beside:
            return likely[0] if likely else word
        return max(likely, key=lambda known: self._together((*beside, known)))

    def _together(self, words: Sequence[str]) -> int:
        """The number of documents that hold all of some words."""
        return self._count(
            all_of([any_of([self._planner.term(name, word) for name in ("w", "v")]) for word in words])
        )

    def _count(self, query: Query) -> int:
        return int(self._searcher.search(query, 1, count=True).count)  # type: ignore[attr-defined]

    def unmarked(self, question: Question) -> Loose | None:
        """What matches all but a volume, edition or carrier, or brackets; None where nothing does."""
        if any(part.field or part.phrase for part in question.parts):
            return None
        for core in naming.cores(question.written):
            if core != question.plain:
                query = self._planner.strict(Question((Part(core),), plain=core, written=core))
                if self._count(query):
                    return Loose(self._with_rest(query, core, question), core, lenient=False)
        return None

    def _with_rest(self, query: Query, core: str, question: Question) -> Query:
        """What matches a part of a question, first what holds some of the rest too."""
        kept = set(core.split())
        rest = [Part(word) for word in question.plain.split() if word not in kept]
        some = self._share_of(rest, question)
        return query if some is None else Query.boolean_query([(Occur.Must, query), (Occur.Should, some)])

    def _called_otherwise(self, plain: str) -> list[Query]:
        """Titles that may be it by ear; works that some words nearly name while others name their creator."""
        found = [const(heard, HEARD_SCORE) for heard in self._by_ear(plain)]
        for title, creator in self._planner.divisions(plain) if " " in plain else ():
            near = self._near(title) if len(compact(title)) >= SHORTEST_TYPO else []
            called = [*near, *self._by_ear(title)]
            makers = self._planner.made_by(creator) if called else None
            if makers is not None:
                found.append(const(all_of([any_of(called), makers]), NEARLY_NAMED))
        return found

    def _named_by_some(self, bare: str) -> list[Query]:
        """Works that are called as the question is without its brackets, editions and carriers."""
        found = []
        for title, creator in self._planner.divisions(bare):
            called = [query for _, query in self._planner.called(title)]
            makers = self._planner.made_by(creator) if called else None
            if makers is not None:
                found.append(const(all_of([any_of(called), makers]), NEARLY_NAMED))
        return found

    def _near(self, plain: str) -> list[Query]:
        """The short titles that are one character off."""
        key = compact(plain)
        if not (1 < len(key) <= tokens.LONGEST_NEAR + 1) or key.isascii():
            return []
        return self._held(
            Kind.NEAR, [near for near in tokens.near_keys(key) if len(near) > 1 or len(key) == 2]
        )

    def _by_ear(self, plain: str) -> list[Query]:
        """The titles in katakana that may be Latin words by ear, or the other way round."""
        if plain.isascii():
            heard = loanwords.of_letters(without_article(plain))
            return self._held(Kind.KATAKANA, heard, most=MOST_HEARD)
        heard = [loanwords.of_kana(plain)] if kana.is_kana(plain) else []
        return self._held(Kind.LATIN, filter(None, heard), most=MOST_HEARD)

    def _held(self, kind: str, keys: Iterable[str], most: int | None = None) -> list[Query]:
        """The keys that the index has, and no more documents than ``most`` bear."""
        terms = [tokens.term_of(kind, key) for key in keys]
        held = [(term, self._searcher.doc_freq("key", term)) for term in terms]
        return [self._planner.term("key", term) for term, n in held if 0 < n <= (most or n)]

    def _share_of(self, parts: Sequence[Part], question: Question) -> Query | None:
        weighed: dict[tuple[str, str], tuple[int, Query]] = {}
        common: dict[tuple[str, str], tuple[int, Query]] = {}
        single: list[Query] = []
        slips = MOST_SLIPS
        for part in parts:
            for run in tokens.runs(part.text):
                if not tokens.is_cjk(run):
                    if (run, part.field) not in weighed and (run, part.field) not in common:
                        found = self._lenient_word(run, part.field, slips > 0, question)
                        slips -= found[0] <= KNOWN_WORD
                        (common if found[0] > self._common else weighed)[run, part.field] = found
                    continue
                known = 0
                for token in tokens.run_tokens(run)[0]:
                    if (token, part.field) not in weighed:
                        weighed[token, part.field] = (
                            sum(self._searcher.doc_freq(name, token) for name in ANYWHERE[part.field]),
                            self._planner.pair(token, part.field),
                        )
                    known = max(known, weighed[token, part.field][0])
                # Where a slip leaves no pair of a short run, its single characters remain.
                if known <= KNOWN_WORD and len(run) <= LONGEST_BROKEN_RUN:
                    single += [self._planner.scored("u", kanji) for kanji in tokens.kanji_of(run)]
        if not weighed:
            weighed, common = common, {}
        # Rare tokens say most; the commonest are left out of long queries.
        chosen = [query for _, query in sorted(weighed.values(), key=lambda pair: pair[0])[:MOST_TOKENS]]
        if not chosen:
            return None
        clauses = [(Occur.Should, query) for query in chosen + single]
        needed = max(1, round(SHARE * (len(chosen) + len(single))))
        some = Query.boolean_query(clauses, minimum_number_should_match=needed)
        if not common:
            return some
        return Query.boolean_query(
            [(Occur.Must, some), *((Occur.Should, query) for _, query in common.values())]
        )

    def _lenient_word(self, word: str, field: str, slip: bool, question: Question) -> tuple[int, Query]:
        names = WORDS_IN[field]
        frequency = sum(self._searcher.doc_freq(name, word) for name in names)
        exact = [self._planner.scored(name, word) for name in names]
        if not slip or frequency > KNOWN_WORD or not SHORTEST_TYPO <= len(word) <= LONGEST_TYPO:
            return frequency, any_of(exact)
        fuzzy = [
            Query.boost_query(
                Query.fuzzy_term_query(self._schema, name, word, slips, True), TYPO_SCORE / slips
            )
            for name in names
            for slips in ((1, 2) if len(word) > 8 and frequency == 0 else (1,))
        ]
        # All words with a slip score the same; the likeliest one also scores by how much of a title it is.
        likely = self.nearest_word(word, question)
        meant = [] if likely == word else [self._planner.scored(name, likely) for name in names]
        best = [Query.boost_query(one, LIKELY) for one in meant]
        return frequency, any_of([*exact, *fuzzy, *best])

    def _share_of_sounds(self, plain: str) -> Query | None:
        reading = plain if kana.is_kana(plain) else romaji.reading_of(plain)
        pairs = tokens.sound_pairs(kana.sound(reading)) if reading else []
        if len(pairs) < 2:
            return None
        needed = max(1, round(SOUND_SHARE * len(pairs)))
        branches = []
        for name in ("k", "r"):
            clauses = [(Occur.Should, self._planner.scored(name, pair)) for pair in pairs]
            branches.append(Query.boolean_query(clauses, minimum_number_should_match=needed))
        return any_of(branches)
