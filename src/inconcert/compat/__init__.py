"""The field's own programs, by their own function names, on our kernel."""
