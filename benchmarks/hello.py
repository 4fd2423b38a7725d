"""A yardstick: the smallest Flask application, served by waitress as the product is."""

import sys

from flask import Flask

from benchmarks.processes import THREADS
from service.cli.serve import listening

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024


@app.get("/")
def hello() -> str:
    return "Hello, World!"


if __name__ == "__main__":
    listening(app, "127.0.0.1", int(sys.argv[-1]), threads=THREADS).run()
