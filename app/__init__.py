"""招商台: the desktop program of a city's investment promotion office (招商办)."""

__version__ = "0.1.0"
