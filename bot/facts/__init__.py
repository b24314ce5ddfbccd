"""What is known: entities, relations and facts, read from YAML and compiled into a snapshot."""
