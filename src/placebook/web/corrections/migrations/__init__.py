"""How the table of reports came to be as it is."""
