"""Details: what makes one post unlike another, by language."""
