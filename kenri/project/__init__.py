"""Settings, wiring and the ``kenri`` command: the only room that knows all the others."""
