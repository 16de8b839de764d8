"""Comments from elsewhere: files of other systems, read as these document them."""
