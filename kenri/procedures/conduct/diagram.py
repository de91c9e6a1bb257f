"""A picture of a procedure, drawn from its definition: SVG that is readable on a phone and by screen readers.

The states stand below each other in the order of the file, coloured by whose turn it is. A straight arrow
leads to the next one, an arc at the right to any other (dashed where it leads back). Ends to which many
states lead, such as a withdrawal, are told inside the boxes, so that the arcs stay few.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from kenri.procedures.conduct.reasons import ROLES
from kenri.procedures.conduct.spec import Procedure
from kenri.vocab.text import Text

COLOURS: Mapping[str, str] = {
    "applicant": "#d9e6ff",
    "holder": "#fff0b3",
    "confirmation_body": "#cbf0dd",
    "commissioner": "#ffdfca",
    "compensation_body": "#e6dcff",
    "society": "#c8f1f5",
    "office": "#f3e3c8",
    "clock": "#ffffff",
    "": "#e6e6e6",
}
"""Whose turn it is; all of them carry dark text with a contrast of more than 7 to 1."""
_INK, _LINE = "#1a1a1a", "#4d4d4d"
_LEFT, _WIDTH, _TOP = 12, 256, 16
_BOX, _GAP, _LANE, _LEGEND = 58, 34, 10, 24
_MANY = 3
_NOW, _ENDED = Text("現在", "now"), Text("終了", "ended")
_FONT = "font-family=\"'Noto Sans JP','Noto Sans CJK JP',sans-serif\""


class _Edge(NamedTuple):
    """All that leads from one state to another; places are counted from the top."""

    begin: int
    end: int
    label: str

    @property
    def span(self) -> tuple[int, int]:
        """From top to bottom."""
        return min(self.begin, self.end), max(self.begin, self.end)


def diagram(procedure: Procedure, *, language: str, state: str = "") -> str:
    """The picture as SVG; ``state`` is the present one, which is marked."""
    names = list(procedure.states)
    edges = list(_edges(procedure, names, language))
    told = {
        end
        for end in range(len(names))
        if not procedure.states[names[end]].turn and sum(edge.end == end for edge in edges) >= _MANY
    }
    drawn = [edge for edge in edges if edge.end not in told]
    straight = [edge for edge in drawn if edge.end == edge.begin + 1]
    lanes = _lanes([edge for edge in drawn if edge.end != edge.begin + 1])
    width = _LEFT + _WIDTH + _LANE * (2 + max((lane for _, lane in lanes), default=0)) + 14
    roles = list(dict.fromkeys(shown.turn for shown in procedure.states.values()))
    height = _TOP + len(names) * (_BOX + _GAP) + len(roles) * _LEGEND
    parts = [
        *(_arrow(edge) for edge in straight),
        *(_arc(edge, lane) for edge, lane in lanes),
        *(
            _box(
                procedure,
                place,
                language,
                present=name == state,
                ends=_ends(procedure, edges, place, told, language),
            )
            for place, name in enumerate(names)
        ),
        *_legend(roles, height - len(roles) * _LEGEND, language),
    ]
    return _document(procedure, language, state, width, height, "".join(parts))


def _edges(procedure: Procedure, names: Sequence[str], language: str) -> Iterator[_Edge]:
    """One edge for each pair of states; actions that stay where they are lead nowhere."""
    found: dict[tuple[int, int], list[str]] = {}
    for action in procedure.actions.values():
        for state in action.from_:
            target = action.leads_to(state)
            if target != state:
                pair = names.index(state), names.index(target)
                found.setdefault(pair, []).append(action.label.in_language(language))
    for (begin, end), labels in found.items():
        yield _Edge(begin, end, " / ".join(labels))


def _ends(procedure: Procedure, edges: Sequence[_Edge], place: int, told: set[int], language: str) -> str:
    """The ends that are told inside a box."""
    states = list(procedure.states.values())
    return ("、" if language.startswith("ja") else ", ").join(
        states[edge.end].label.in_language(language)
        for edge in edges
        if edge.begin == place and edge.end in told
    )


def _lanes(edges: Sequence[_Edge]) -> list[tuple[_Edge, int]]:
    """Arcs in lanes from left to right, the short ones inside, none on top of another."""
    taken: list[list[tuple[int, int]]] = []
    placed: list[tuple[_Edge, int]] = []
    for edge in sorted(edges, key=lambda edge: (edge.span[1] - edge.span[0], edge.span)):
        top, bottom = edge.span
        lane = next(
            (n for n, spans in enumerate(taken) if all(bottom < low or top > high for low, high in spans)),
            len(taken),
        )
        if lane == len(taken):
            taken.append([])
        taken[lane].append((top, bottom))
        placed.append((edge, lane))
    return placed


def _y(place: int) -> int:
    return _TOP + place * (_BOX + _GAP)


def _arrow(edge: _Edge) -> str:
    """Straight down to the next state, with what leads there beside it."""
    x, top = _LEFT + 22, _y(edge.begin) + _BOX
    label = edge.label if len(edge.label.encode()) <= 48 else edge.label.split(" / ")[0]
    return (
        f'<path d="M{x} {top}V{top + _GAP - 2}" stroke="{_LINE}" stroke-width="2" marker-end="url(#tip)"/>'
        f'<text x="{x + 10}" y="{top + 21}" font-size="12" fill="{_INK}">{escape(label)}</text>'
    )


def _arc(edge: _Edge, lane: int) -> str:
    """Out at the right, along its lane, and in again; dashed where it leads back."""
    right, x = _LEFT + _WIDTH, _LEFT + _WIDTH + _LANE * (lane + 2)
    begin = _y(edge.begin) + _BOX - 10 - lane * 3 % 18
    end = _y(edge.end) + 12 + lane * 3 % 18
    dash = ' stroke-dasharray="5 3"' if edge.end < edge.begin else ""
    bend = 5 if end > begin else -5
    return (
        f'<path d="M{right} {begin}H{x - 5}Q{x} {begin} {x} {begin + bend}'
        f'V{end - bend}Q{x} {end} {x - 5} {end}H{right + 3}" fill="none"'
        f' stroke="{_LINE}" stroke-width="1.5"{dash} marker-end="url(#tip)">'
        f"<title>{escape(edge.label)}</title></path>"
    )


def _box(procedure: Procedure, place: int, language: str, *, present: bool, ends: str) -> str:
    """A state: what it is called, whose turn it is, and the ends to which it may lead at any time."""
    shown = list(procedure.states.values())[place]
    turn = (ROLES[shown.turn] if shown.turn else _ENDED).in_language(language)
    stroke = f'stroke="{_INK}" stroke-width="4"' if present else f'stroke="{_LINE}" stroke-width="1"'
    label = shown.label.in_language(language)
    if present:
        label = f"▶ {label}（{_NOW.ja}）" if language.startswith("ja") else f"▶ {label} ({_NOW.en})"
    below = f"{turn} ↦ {ends}" if ends else turn
    y = _y(place)
    return (
        f'<rect x="{_LEFT}" y="{y}" width="{_WIDTH}" height="{_BOX}" rx="8"'
        f' fill="{COLOURS[shown.turn]}" {stroke}/>'
        f'<text x="{_LEFT + 10}" y="{y + 25}" font-size="15" font-weight="700" fill="{_INK}"'
        f"{_fitted(label, 15)}>{escape(label)}</text>"
        f'<text x="{_LEFT + 10}" y="{y + 46}" font-size="12" fill="{_INK}"'
        f"{_fitted(below, 12)}>{escape(below)}</text>"
    )


def _fitted(text: str, size: int) -> str:
    """What squeezes a text that would leave its box; wide characters count one, others a bit over a half."""
    wide = sum(1.0 if ord(letter) > 0x2E7F else 0.58 for letter in text) * size
    room = _WIDTH - 20
    return f' textLength="{room}" lengthAdjust="spacingAndGlyphs"' if wide > room else ""


def _legend(roles: Sequence[str], top: int, language: str) -> Iterator[str]:
    for number, role in enumerate(roles):
        y = top + number * _LEGEND
        label = (ROLES[role] if role else _ENDED).in_language(language)
        yield (
            f'<rect x="{_LEFT}" y="{y}" width="16" height="16" rx="3"'
            f' fill="{COLOURS[role]}" stroke="{_LINE}"/>'
            f'<text x="{_LEFT + 24}" y="{y + 13}" font-size="13" fill="{_INK}">{escape(label)}</text>'
        )


def _document(procedure: Procedure, language: str, state: str, width: int, height: int, inside: str) -> str:
    """The parts as one picture, with a title and, in words, all that it shows."""
    states = procedure.states
    lines = [
        f"{states[at].label.in_language(language)}: {action.label.in_language(language)} → "
        f"{states[action.leads_to(at)].label.in_language(language)}"
        for action in procedure.actions.values()
        for at in action.from_
        if action.leads_to(at) != at
    ]
    if state:
        lines.insert(0, f"{_NOW.in_language(language)}: {states[state].label.in_language(language)}")
    tip = (
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6"'
        f' orient="auto"><path d="M0 0L8 4L0 8z" fill="{_LINE}"/></marker></defs>'
    )
    name = f"{procedure.id}-{language}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}"'
        f' role="img" lang="{language}" aria-labelledby="{name}-title {name}-desc" {_FONT}>'
        f'<title id="{name}-title">{escape(procedure.label.in_language(language))}</title>'
        f'<desc id="{name}-desc">{escape("; ".join(lines))}</desc>{tip}{inside}</svg>\n'
    )
