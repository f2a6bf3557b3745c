"""What is decided: pure rules, dataclasses in and out. No Qt, no SQLAlchemy, no file, no clock."""
