"""Placebook: measure how people in a place are doing, learn what has worked, decide in the open."""
