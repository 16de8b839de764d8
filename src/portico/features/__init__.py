"""What Portico does, one package a feature."""
