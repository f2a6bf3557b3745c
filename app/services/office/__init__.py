"""The office folder as a whole: making it, the demo, the month's work in one go, undo, the self-test."""
