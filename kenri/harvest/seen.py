"""Which ids were read, and where: some 24 to 48 bytes for each, however long it is."""

from __future__ import annotations

from array import array

_FIRST_SLOTS = 1 << 10
_NUMBER_BITS = 44
_LARGEST = (1 << _NUMBER_BITS) - 2
_HASH = (1 << 64) - 1


class SeenIds:
    """A table of 64-bit hashes of ids and of places such as ``row 12``.

    Two ids of ten million share a hash once in some 400,000 exports. Such an id would be rejected as a
    repetition, not lost in silence.
    """

    def __init__(self) -> None:
        self._count = 0
        self._kinds: dict[str, int] = {}
        self._hashes, self._places = _empty(_FIRST_SLOTS)

    def __contains__(self, local_id: str) -> bool:
        return self._count > 0 and self._hashes[self._slot(_hashed(local_id))] != 0

    def note(self, local_id: str, position: str) -> str | None:
        """The position under which the id was noted before; None where it is noted now."""
        hashed = _hashed(local_id)
        slot = self._slot(hashed)
        if self._hashes[slot]:
            return self._position(self._places[slot])
        self._hashes[slot], self._places[slot] = hashed, self._place(position)
        self._count += 1
        if 3 * self._count > 2 * len(self._hashes):
            self._grow(2 * len(self._hashes))
        return None

    def update(self, other: SeenIds) -> None:
        """Take over the ids of another table, without their positions."""
        while 3 * (self._count + other._count) > 2 * len(self._hashes):
            self._grow(2 * len(self._hashes))
        for hashed in other._hashes:
            slot = self._slot(hashed) if hashed else 0
            if hashed and not self._hashes[slot]:
                self._hashes[slot] = hashed
                self._count += 1

    def _slot(self, hashed: int) -> int:
        """Where a hash stands, or the empty place where it belongs."""
        hashes, last = self._hashes, len(self._hashes) - 1
        slot = hashed & last
        while hashes[slot] and hashes[slot] != hashed:
            slot = (slot + 1) & last
        return slot

    def _grow(self, slots: int) -> None:
        hashes, places = self._hashes, self._places
        self._hashes, self._places = _empty(slots)
        for hashed, place in zip(hashes, places, strict=True):
            if hashed:
                slot = self._slot(hashed)
                self._hashes[slot], self._places[slot] = hashed, place

    def _place(self, position: str) -> int:
        """A position as one number: what stands before its last number, and that number."""
        kind = position.rstrip("0123456789")
        number = int(position[len(kind) :] or -1)
        if not 0 <= number < _LARGEST or f"{kind}{number}" != position:
            kind, number = position, -1
        return self._kinds.setdefault(kind, len(self._kinds)) << _NUMBER_BITS | number + 1

    def _position(self, place: int) -> str:
        kind = list(self._kinds)[place >> _NUMBER_BITS]
        number = (place & (1 << _NUMBER_BITS) - 1) - 1
        return kind if number < 0 else f"{kind}{number}"


def _empty(slots: int) -> tuple[array[int], array[int]]:
    return array("Q", bytes(8 * slots)), array("Q", bytes(8 * slots))


def _hashed(local_id: str) -> int:
    """Never 0, which marks an empty slot."""
    return hash(local_id) & _HASH or 1
