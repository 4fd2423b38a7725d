"""What this process counts for the monitor, in the form Prometheus reads."""

from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version

from flask import Flask, current_app
from prometheus_client import CollectorRegistry, Histogram, Info, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_KEY = "vinhdanh_meters"
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
"""Seconds."""


class Meters:
    """The counters of one application, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Histogram(
            "vinhdanh_request_seconds",
            "How long requests took, by route as it is written in the program.",
            ["method", "route", "status"],
            buckets=_BUCKETS,
            registry=self.registry,
        )
        Info("vinhdanh_build", "Which program this is.", registry=self.registry).info({"version": _version()})


class _Signs:
    """Numbers read from the database for one scrape."""

    def __init__(self, signs: Mapping[str, tuple[str, float]]) -> None:
        self.signs = signs

    def collect(self) -> Iterator[Metric]:
        """As the registry asks."""
        for name, (help_text, value) in self.signs.items():
            yield GaugeMetricFamily(f"vinhdanh_{name}", help_text, value=value)


def set_up(app: Flask) -> None:
    """Begin to count."""
    app.extensions[_KEY] = Meters()


def observe(method: str, route: str, status: int, seconds: float) -> None:
    """Count one request; its status by class: 2xx, 3xx, 4xx, 5xx."""
    _meters().requests.labels(method, route, f"{status // 100}xx").observe(seconds)


def page(signs: Mapping[str, tuple[str, float]]) -> bytes:
    """Everything counted here, and `signs`: {name: (what it is, value)}."""
    momentary = CollectorRegistry()
    momentary.register(_Signs(signs))
    return b"".join(_written([_meters().registry, momentary]))


def _written(registries: Iterable[CollectorRegistry]) -> Iterator[bytes]:
    for registry in registries:
        yield generate_latest(registry)


def _version() -> str:
    try:
        return version("vinhdanh")
    except PackageNotFoundError:
        return "unpacked"  # run from the source folder, never installed


def _meters() -> Meters:
    found: Meters = current_app.extensions[_KEY]
    return found
