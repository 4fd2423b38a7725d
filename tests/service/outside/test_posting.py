"""One POST: to the very number that was checked, within its time, following nobody."""

import socket
import ssl
import subprocess
import threading
from time import monotonic

import pytest

from receiving import receiving
from service.outside import NoAnswer, Patience, post, read_url

HERE = ["127.0.0.1"]
SHORT = Patience(connect=0.3, total=0.3)


def send(url, addresses=HERE, **how):
    return post(read_url(url), addresses, b"{}", {"Content-Type": "application/json"}, **how)


def failed(url, addresses=HERE, **how):
    with pytest.raises(NoAnswer) as failure:
        send(url, addresses, **how)
    return failure.value.reason.code


def test_a_name_is_not_looked_up_again_but_stands_in_the_host_header():
    with receiving() as receiver:
        status = send(f"http://nowhere.invalid:{receiver.port}/hook?a=b")

    [(headers, body)] = receiver.got
    assert (status, body) == (204, b"{}")
    assert headers["Host"] == f"nowhere.invalid:{receiver.port}"


def test_a_redirect_is_an_answer_like_any_other():
    with receiving() as inner, receiving(answers=[302], location=inner.url) as receiver:
        assert send(receiver.url) == 302

    assert inner.got == []


def test_an_answer_that_drips_ends_with_the_time_of_the_whole_call():
    begun = monotonic()

    with receiving(drip=0.05) as receiver:
        assert failed(receiver.url, patience=SHORT) == "receiver_late"

    assert monotonic() - begun < 2


def test_a_receiver_that_never_answers_is_given_up():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]

        assert failed(f"http://127.0.0.1:{port}/", patience=SHORT) == "receiver_late"


def test_an_endless_answer_is_read_only_in_part():
    with receiving(answers=[200], body=b"x" * 5_000_000) as receiver:
        assert send(receiver.url) == 200


def test_what_talks_no_http_is_told_so_in_our_own_words():
    with socket.create_server(("127.0.0.1", 0)) as server:
        _answer_once(server, b"SSH-2.0-secret banner\r\n")

        assert failed(f"http://127.0.0.1:{server.getsockname()[1]}/") == "receiver_garbled"


def test_the_next_address_of_a_name_is_tried_when_one_is_closed():
    with socket.socket() as unused:
        unused.bind(("127.0.0.2", 0))
        with receiving() as receiver:
            assert send(receiver.url, ["127.0.0.2", "127.0.0.1"]) == 204


def test_nobody_there_is_told_so():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))

        assert failed(f"http://127.0.0.1:{unused.getsockname()[1]}/") == "receiver_away"


def test_the_certificate_must_name_the_host_and_be_trusted(tmp_path):
    files = _certificate(tmp_path, "receiver.example.vn")
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(*files)
    ours = ssl.create_default_context(cafile=str(files[0]))
    with receiving(theirs) as receiver:
        named, other = (f"https://{host}:{receiver.port}/" for host in ("receiver.example.vn", "other.example.vn"))

        assert send(named, trust=ours) == 204
        assert failed(other, trust=ours) == "receiver_untrusted"
        assert failed(named) == "receiver_untrusted"


def _certificate(folder, name):
    certificate, key = folder / "cert.pem", folder / "key.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "30",
    ]
    command += ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}", "-keyout", key, "-out", certificate]
    subprocess.run(command, check=True, capture_output=True)
    return certificate, key


def _answer_once(server, text):
    def answer():
        line, _ = server.accept()
        with line:
            line.recv(1000)
            line.sendall(text)

    threading.Thread(target=answer, daemon=True).start()
