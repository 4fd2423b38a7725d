"""What single elements of a diagram do while it runs, where SpiffWorkflow does it wrongly or by asking a clock.

Everything here is built once by the parser and shared by all dossiers and threads: it keeps nothing between calls.
A running element reaches the step's script engine (`workflows.engine.script.Script`) through its task.
"""
