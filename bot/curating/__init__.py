"""How facts change, and what is kept beside them. Runs, and is tested, without Discord."""
