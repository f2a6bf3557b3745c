"""Official papers (公文) set to GB/T 9704-2012 on a grid of 28 characters and 22 lines."""
