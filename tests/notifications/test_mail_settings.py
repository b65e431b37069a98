"""Where mails go is one address in the environment, and a wrong one stops the portal with a sentence."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import FILES, mail

VAR = Path("/srv/guishu/mail")


def test_it_reads_a_server_with_its_secret():
    found = mail("smtp+tls://portal:s%2Fcret@mail.example:587", VAR)
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"]) == ("mail.example", 587, True)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("portal", "s/cret")


def test_without_one_it_names_a_folder():
    assert mail("", VAR) == {"EMAIL_BACKEND": FILES, "EMAIL_FILE_PATH": str(VAR)}


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "postgres://x"])
def test_it_refuses_what_is_no_mail_server(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        mail(url, VAR)
