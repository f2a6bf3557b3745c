"""What is kept: tables, migrations, opening and guarding the office folder."""
