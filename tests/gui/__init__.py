"""Tests that drive the window, offscreen."""
