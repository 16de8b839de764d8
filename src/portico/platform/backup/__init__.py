"""The data as plain files: rows as lines of JSON, in one archive that can be checked and brought back."""
