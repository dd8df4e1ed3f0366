"""How the tables of documents came to be as they are."""
