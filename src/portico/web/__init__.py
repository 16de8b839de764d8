"""The HTTP edge: how requests are read, checked, answered and described."""
