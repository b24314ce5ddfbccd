"""Question in, outcome out."""
