"""The formats: each puts the same blocks on a page and adds no word of its own."""
