"""Build an index, explain it, ask what if, and say honestly how far ranks can be trusted."""
