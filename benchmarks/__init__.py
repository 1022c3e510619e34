"""Ratios against named peers: `python -m benchmarks.NAME [--quick]` prints a line per ratio with its bar."""
