"""What is shown: one module a question, each answered for a reader with as few statements as it takes."""
