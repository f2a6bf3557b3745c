"""Reading a ledger: where its head is, what its columns mean, which rows are records, what their cells say. Pure."""
