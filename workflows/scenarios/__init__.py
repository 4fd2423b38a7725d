"""Scenarios: what a process must do, as answers and the stages and ends they lead to."""

from workflows.scenarios.playing import Facts, ends_reached, play
from workflows.scenarios.reading import load
from workflows.scenarios.scenario import Scenario, Scenarios, Step

__all__ = ["Facts", "Scenario", "Scenarios", "Step", "ends_reached", "load", "play"]
