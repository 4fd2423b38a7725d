"""What changes something: one verb a file, of the file's name."""
