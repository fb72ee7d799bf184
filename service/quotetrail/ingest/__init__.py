"""Folders, archives and requests in; detected, matched and stored articles out."""
