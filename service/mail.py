"""One letter to one address by SMTP, within a time; who could not be reached may be later, who was refused never is."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from hashlib import sha256

from service.config import Settings
from service.errors import Reason, ServiceError
from workflows.errors import msg

SECONDS = 10.0
"""How long the mail server may take for each of its answers."""
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
PUT_OFF = "mail_put_off"
"""The code of a delay that may be about one letter alone."""
_PERMANENT = range(500, 600)
_BAD_ADDRESS = Reason("mail_address", msg("The mail address is not one."))
_BAD_SUBJECT = Reason("mail_subject", msg("The subject of a mail is one line."))
_NOT_TAKEN = msg("The mail server does not take this mail ({code}).")
_NOT_FROM_US = msg("The mail server takes no mail from this system ({code}).")
_PUT_OFF = msg("The mail server takes no mail at the moment ({code}).")
_NO_SIGN_IN = Reason("mail_sign_in", msg("The mail server does not accept our user name and password."))
_UNSAFE = Reason("mail_unsafe", msg("The mail server offers no TLS, or its certificate is not trusted."))
_SILENT = Reason("mail_silent", msg("The mail server did not answer in time."))
_AWAY = Reason("mail_away", msg("The mail server could not be reached."))


class MailRefused(ServiceError):
    """The letter will never be taken: no further try can help; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.text)
        self.reason = reason


class MailAway(ServiceError):
    """The server cannot take it now; later it may; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.text)
        self.reason = reason


def send(
    settings: Settings, to: str, subject: str, text: str, *, about: str | None = None, seconds: float = SECONDS
) -> None:
    """Send a plain text, wrapped in what tells mail programs that no person wrote it.

    The same `about` gives the same Message-ID, so that a letter sent twice can be told. Raises MailRefused or MailAway.
    """
    letter = _letter(settings, to, subject, text, about)
    with _in_plain_words(), _server(settings, seconds) as server:
        server.send_message(letter, from_addr=settings.mail_from, to_addrs=[to])


def is_address(text: str) -> bool:
    """Whether a mail could be sent there: one plain address, without a name, a comma or a line end."""
    return _ADDRESS.fullmatch(text) is not None and ".." not in text


def _letter(settings: Settings, to: str, subject: str, text: str, about: str | None) -> EmailMessage:
    if not is_address(to):
        raise MailRefused(_BAD_ADDRESS)
    if not subject.isprintable():
        raise MailRefused(_BAD_SUBJECT)
    domain = settings.mail_from.rpartition("@")[2]
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = settings.mail_from, to, subject
    letter["Date"] = formatdate(localtime=False)
    own = f"<{sha256(f'{to} {about}'.encode()).hexdigest()[:40]}@{domain}>"
    letter["Message-ID"] = own if about else make_msgid(domain=domain)
    letter["Auto-Submitted"] = "auto-generated"
    letter["List-Unsubscribe"] = f"<{settings.address}/account>"
    letter.set_content(text)
    return letter


@contextmanager
def _server(settings: Settings, seconds: float) -> Iterator[smtplib.SMTP]:
    if not (settings.smtp_user + settings.smtp_password).isascii():  # smtplib would leave the server waiting
        raise MailAway(_NO_SIGN_IN)
    trust = ssl.create_default_context()
    where = (settings.smtp_host, settings.smtp_port)
    if settings.smtp_tls == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=seconds, context=trust)
    else:
        server = smtplib.SMTP(*where, timeout=seconds)
    try:
        if settings.smtp_tls == "starttls":
            server.starttls(context=trust)
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        yield server
    finally:
        _take_leave(server)


def _take_leave(server: smtplib.SMTP) -> None:
    """However the server answers the goodbye: what it took before is taken, and is never sent again for that."""
    with suppress(smtplib.SMTPException, OSError):
        server.quit()
    server.close()


@contextmanager
def _in_plain_words() -> Iterator[None]:
    """What went wrong, as one of our two errors; a server's own words may quote the address and are not repeated."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        raise _to_the_letter(next(iter(error.recipients.values()))[0]) from None
    except smtplib.SMTPDataError as error:
        raise _to_the_letter(error.smtp_code) from None
    except smtplib.SMTPAuthenticationError:
        raise MailAway(_NO_SIGN_IN) from None
    except smtplib.SMTPResponseException as error:  # at the greeting, or to our name or sender
        raise _to_us(error.smtp_code) from None
    except (smtplib.SMTPNotSupportedError, ssl.SSLError):
        raise MailAway(_UNSAFE) from None
    except (OSError, smtplib.SMTPException) as error:
        late = isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)
        raise MailAway(_SILENT if late else _AWAY) from None


def _to_the_letter(code: int) -> MailRefused | MailAway:
    if code in _PERMANENT:
        return MailRefused(Reason("mail_not_taken", _NOT_TAKEN, {"code": code}))
    return _put_off(code)


def _to_us(code: int) -> MailAway:
    """However final it sounds: settings can be mended, here or there, and then the same letter is taken."""
    if code in _PERMANENT:
        return MailAway(Reason("mail_not_from_us", _NOT_FROM_US, {"code": code}))
    return _put_off(code)


def _put_off(code: int) -> MailAway:
    return MailAway(Reason(PUT_OFF, _PUT_OFF, {"code": code}))
