"""Writers of posts, one module a format."""
