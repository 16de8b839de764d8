"""Commands that put the parts of Portico together; each module is imported when its command is used."""
