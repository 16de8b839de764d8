// Lays out what the parser has read so far in a task of its own, of which an article stands in several.
document.body.getBoundingClientRect();
