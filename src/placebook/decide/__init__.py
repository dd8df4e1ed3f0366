"""What is decided, in the open: question sets with levels and never one score, and register entries."""
