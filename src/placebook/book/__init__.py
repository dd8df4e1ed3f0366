"""A place book: a folder of plain files, read into the words of types.py. The only YAML parser."""
