"""What is promised about speed, measured: ratios within one run, never absolute times."""
