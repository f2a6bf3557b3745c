"""What the office does, by subject: one module per job, one transaction per function."""
