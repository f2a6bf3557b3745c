"""Meetings: what goes into a pack, packing and sealing it (docs/decisions/0009)."""
