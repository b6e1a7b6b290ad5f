"""The procedure itself. Pure: no I/O, no clock, no randomness; the standard library only."""
