"""Fonts for official papers: found on this PC, chosen per character, embedded as subsets."""
