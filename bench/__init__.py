"""Each figure that the program promises, measured beside its peer in the same run."""
