"""Quotetrail: who said it first, in which words, and how it changed on the way here."""

__version__ = "0.1.0"
