"""Arguments in, words and an exit status out: the only wing that parses, prints and exits. ``main`` is its door."""
