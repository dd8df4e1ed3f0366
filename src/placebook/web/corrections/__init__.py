"""Reports that something on the site is wrong: stored, answered, and listed in public."""
