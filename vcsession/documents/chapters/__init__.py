"""The parts of a protocol, in their order (`domain.md` 4.1): each turns a Record into blocks."""
