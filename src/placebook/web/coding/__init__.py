"""Coding in the browser: people put concepts on passages, a fifth of them twice and blind, and disputes are decided."""
