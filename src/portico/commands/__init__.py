"""Commands that put the parts of the house together; each module is imported when its command is used."""
