// Deck shares this package with plugins, and it is of no use here: an empty module instead of ninety packages.
