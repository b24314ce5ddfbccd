"""A module for each command: what options it takes (`add_options`), and how it is carried out (`run`)."""
