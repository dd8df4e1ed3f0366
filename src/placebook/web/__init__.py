"""The site: page values written down as HTML and JSON, live (Django) and as plain files."""
