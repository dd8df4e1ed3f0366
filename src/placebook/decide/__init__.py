"""Question sets and their rules: from answers to levels, plans and comparisons. Never to one score."""
