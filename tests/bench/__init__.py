"""What is measured and printed, never asserted: `make bench` and `make bench-understanding`."""
