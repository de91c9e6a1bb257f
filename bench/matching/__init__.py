"""How fast and how right the match call is on a catalogue that is there."""
