"""What is known of industries: codes, location, links and pull rules; rules/linkage.py decides with it."""
