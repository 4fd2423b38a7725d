"""The pages, one module a topic; each names its blueprint `bp`."""
