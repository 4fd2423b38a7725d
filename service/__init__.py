"""The running service: who may, what is stored, what is shown, whom to tell."""
