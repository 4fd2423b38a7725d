"""Which addresses may be called from here, and which never."""

import pytest

from service.outside import Refusal, Unknown, locate, read_url

PUBLIC = ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"]
INSIDE = [
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "192.0.2.1", "198.18.0.1",
    "::1", "fd00::1", "fc00::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:a00:1::",
    "2001:db8::1", "fec0::1", "::10.0.0.1", "0.1.2.3", "192.0.0.8", "192.88.99.1", "3fff::1",
]  # fmt: skip
NEVER = [
    "169.254.169.254", "169.254.0.1", "224.0.0.1", "239.1.1.1", "255.255.255.255", "0.0.0.0", "::", "fe80::1",
    "ff02::1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::", "100.100.100.200", "192.0.0.192",
    "fd00:ec2::254", "::ffff:192.0.0.192",
]  # fmt: skip


def found(*addresses):
    return lambda host, port: addresses


def refused(url):
    with pytest.raises(Refusal) as refusal:
        read_url(url)
    return refusal.value.reason.code


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_called_by_the_number_that_was_checked(address):
    assert locate(read_url("https://example.vn/"), inside=False, look_up=found(address)) == [address]


@pytest.mark.parametrize("address", [*INSIDE, *NEVER])
def test_an_address_that_is_not_public_is_refused(address):
    with pytest.raises(Refusal) as refusal:
        locate(read_url("https://example.vn/"), inside=False, look_up=found(address))

    assert refusal.value.reason.code == "url_inside"


@pytest.mark.parametrize("address", INSIDE)
def test_private_addresses_are_called_where_the_operator_allows_it(address):
    assert locate(read_url("https://example.vn/"), inside=True, look_up=found(address)) == [address]


@pytest.mark.parametrize("address", NEVER)
def test_link_local_addresses_and_groups_are_never_called(address):
    with pytest.raises(Refusal):
        locate(read_url("https://example.vn/"), inside=True, look_up=found(address))


def test_one_private_address_among_public_ones_refuses_the_name():
    with pytest.raises(Refusal):
        locate(read_url("https://example.vn/"), inside=False, look_up=found(PUBLIC[0], "10.0.0.1"))


@pytest.mark.parametrize(
    "host", ["localhost", "127.1", "0x7f.1", "2130706433", "[::1]", "[::ffff:7f00:1]", "017700000001"]
)
def test_this_machine_is_found_out_however_it_is_written(host):
    with pytest.raises(Refusal) as refusal:
        locate(read_url(f"http://{host}/"), inside=False)

    assert refusal.value.reason.code in ("url_inside", "url_unknown")


def test_a_name_that_cannot_be_looked_up_may_be_known_later():
    def nobody(host, port):
        raise OSError

    with pytest.raises(Unknown):
        locate(read_url("https://example.vn/"), inside=False, look_up=nobody)


@pytest.mark.parametrize(
    "url",
    [
        "", "example.vn", "//example.vn", "ftp://example.vn/", "file:///etc/passwd", "gopher://example.vn/", "http://",
        "http:///hook", "http://example.vn:0/", "http://example.vn:99999/", "http://example.vn:x/", "http://[::1/",
        "http://exa mple.vn/", "http://example.vn/\r\nX: y", "http://example.vn\\@evil.vn/", "http://ví-dụ.vn/",
        "javascript:alert(1)",
    ],
)  # fmt: skip
def test_what_is_no_whole_http_address_is_refused(url):
    assert refused(url) == "url"


def test_an_address_holds_no_password_no_fragment_and_is_not_endless():
    assert refused("https://user:password@example.vn/") == "url_password"
    assert refused("https://example.vn/#part") == "url_fragment"
    assert refused(f"https://example.vn/{'a' * 1000}") == "url_long"


@pytest.mark.parametrize(
    ("url", "authority", "path"),
    [
        ("https://Example.vn", "example.vn", "/"),
        ("https://example.vn:443/a?b=c", "example.vn", "/a?b=c"),
        ("http://example.vn:8080/a", "example.vn:8080", "/a"),
        ("http://[2001:DB8::1]:81/", "[2001:db8::1]:81", "/"),
    ],
)
def test_an_address_is_taken_apart(url, authority, path):
    target = read_url(url)

    assert (target.authority, target.path) == (authority, path)
