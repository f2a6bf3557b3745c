"""What the office does: one module per job, one transaction per function."""
