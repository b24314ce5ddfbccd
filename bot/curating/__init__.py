"""How facts change: edits as plain data, previewed, written, told of and taken back; and what each server then sees."""
