"""What is seen: the Qt window and its tabs."""
