"""Papers are written as PDF and read back: what the standard asks must be on the page."""
