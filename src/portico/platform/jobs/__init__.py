"""What happens without anybody waiting for it: rows in the main database, run at least once."""
