"""Quotes in, statements out. The only door is `matcher.Matcher`."""
