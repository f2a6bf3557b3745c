"""会议放映: a full-screen presentation from a meeting pack, for one audience."""
