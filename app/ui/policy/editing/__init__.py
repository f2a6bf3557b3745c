"""Entering the measures by forms: the document, its clauses, and the rule of each clause."""
