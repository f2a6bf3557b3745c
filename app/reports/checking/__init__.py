"""Reads a printed paper (PDF, ours or another's) back and holds it against GB/T 9704-2012, row by row."""
