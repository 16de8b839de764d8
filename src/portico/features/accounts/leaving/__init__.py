"""The way out: closing an account and coming back, taking one's data along, and what is left afterwards."""
