"""The writing side: files in, one compiled file out. The serving process loads none of it."""
