"""The settings are safe by default, a wrong one is refused in words, and each is documented."""

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import folkmoot
from folkmoot.site.home import Home
from folkmoot.site.logs import redacted

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Path(folkmoot.__file__).parent
REFERENCE = ROOT / "docs/reference/settings.md"

ASK = """
import json, sys
from django.conf import settings
names = sys.argv[1:]
print(json.dumps({name: getattr(settings, name) for name in names}, default=str))
"""


def run(home: Path, names: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    """The settings of a fresh process that has exactly this environment."""
    kept = {name: os.environ[name] for name in ("PATH", "XDG_DATA_HOME")}
    given = {**kept, "FOLKMOOT_HOME": str(home), "DJANGO_SETTINGS_MODULE": "folkmoot.site.settings", **environment}
    return subprocess.run([sys.executable, "-c", ASK, *names], env=given, capture_output=True, text=True, check=False)


def ask(home: Path, *names: str, **environment: str) -> dict[str, object]:
    done = run(home, list(names), **environment)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


PUBLIC = {"FOLKMOOT_HOSTS": "folkmoot.example.org, www.example.org"}


def test_behind_tls_cookies_are_secure_http_becomes_https_and_hsts_is_sent(tmp_path):
    assert ask(
        tmp_path,
        "DEBUG",
        "ALLOWED_HOSTS",
        "CSRF_TRUSTED_ORIGINS",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY",
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS",
        "X_FRAME_OPTIONS",
        "SECOND_FACTOR_REQUIRED",
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN",
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL",
        **PUBLIC,
        FOLKMOOT_DEBUG="1",
    ) == {
        "DEBUG": False,
        "ALLOWED_HOSTS": ["folkmoot.example.org", "www.example.org"],
        "CSRF_TRUSTED_ORIGINS": ["https://folkmoot.example.org", "https://www.example.org"],
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 63_072_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "X_FRAME_OPTIONS": "DENY",
        "SECOND_FACTOR_REQUIRED": True,
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": False,
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https",
    }


def test_on_loopback_only_loopback_names_are_answered(tmp_path):
    assert ask(tmp_path, "ALLOWED_HOSTS", "DEBUG", "SECOND_FACTOR_REQUIRED", FOLKMOOT_LOOPBACK="1") == {
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]"],
        "DEBUG": False,
        "SECOND_FACTOR_REQUIRED": True,
    }


@pytest.mark.parametrize(("environment", "required"), [({"FOLKMOOT_LOOPBACK": "1"}, False), (PUBLIC, True)])
def test_only_an_example_of_made_up_people_on_loopback_does_without_a_second_factor(tmp_path, environment, required):
    Home.at(tmp_path).name_installation(place="Essex", synthetic="All people and numbers here are made up.")
    assert ask(tmp_path, "SECOND_FACTOR_REQUIRED", **environment) == {"SECOND_FACTOR_REQUIRED": required}


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "FOLKMOOT_HOSTS is empty"),
        ({"FOLKMOOT_HOSTS": " , "}, "FOLKMOOT_HOSTS is empty"),
        ({"FOLKMOOT_HOSTS": "*"}, "not a plain host name"),
        ({"FOLKMOOT_HOSTS": ".example.org"}, "not a plain host name"),
        ({"FOLKMOOT_HOSTS": "https://example.org"}, "not a plain host name"),
        ({"FOLKMOOT_HOSTS": "example.org:8000"}, "not a plain host name"),
        ({**PUBLIC, "FOLKMOOT_PROXIES": "many"}, "FOLKMOOT_PROXIES is 'many'"),
        ({**PUBLIC, "FOLKMOOT_DATA_LICENCE": "OGL"}, "FOLKMOOT_DATA_LICENCE is 'OGL', which is no address"),
        ({**PUBLIC, "FOLKMOOT_DATA_LICENCE": "javascript:x"}, "which is no address"),
        ({**PUBLIC, "FOLKMOOT_MAIL_URL": "mail.example.org"}, "FOLKMOOT_MAIL_URL must look like"),
        ({**PUBLIC, "FOLKMOOT_DATABASE_URL": "postgresql:///folkmoot"}, "or neither"),
        ({**PUBLIC, "FOLKMOOT_VAULT_URL": "postgresql:///vault"}, "or neither"),
        ({**PUBLIC, "FOLKMOOT_DATABASE_URL": "postgresql:///one", "FOLKMOOT_VAULT_URL": "postgresql:///one"}, "two different databases"),
        ({**PUBLIC, "FOLKMOOT_DATABASE_URL": "mysql:///one", "FOLKMOOT_VAULT_URL": "mysql:///two"}, "must start with postgresql://"),
    ],
)
def test_a_setting_that_is_missing_or_wrong_is_refused_in_words(tmp_path, environment, words):
    done = run(tmp_path, ["DEBUG"], **environment)
    assert done.returncode != 0
    assert words in done.stderr.splitlines()[-1]


def test_mail_goes_nowhere_unless_it_is_set_up_and_then_only_encrypted(tmp_path):
    dummy = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
    assert ask(tmp_path, "MAILERS", **PUBLIC) == {"MAILERS": dummy}
    for scheme, port, tls, ssl in (("smtp", 587, True, False), ("smtps", 465, False, True)):
        options = ask(tmp_path, "MAILERS", **PUBLIC, FOLKMOOT_MAIL_URL=f"{scheme}://us%40er:p%2Fw@mail.example.org")["MAILERS"]["default"][
            "OPTIONS"
        ]
        assert options == {
            "host": "mail.example.org",
            "port": port,
            "username": "us@er",
            "password": "p/w",
            "use_tls": tls,
            "use_ssl": ssl,
            "timeout": 10,
        }


def test_secrets_and_home_are_for_their_owner_alone(tmp_path):
    home = tmp_path / "new" / "home"
    first = ask(home, "SECRET_KEY", "VAULT_KEY", **PUBLIC)
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "secrets.json").stat().st_mode) == 0o600
    assert sorted(path.name for path in home.iterdir()) == ["secrets.json"]
    (home / "secrets.json").chmod(0o644)  # as after a careless copy
    assert ask(home, "SECRET_KEY", "VAULT_KEY", **PUBLIC) == first
    assert stat.S_IMODE((home / "secrets.json").stat().st_mode) == 0o600


def test_every_installation_has_secrets_of_its_own(tmp_path):
    one, other = (ask(tmp_path / name, "SECRET_KEY", "VAULT_KEY", **PUBLIC) for name in ("one", "other"))
    assert not set(one.values()) & set(other.values())
    assert len(str(one["SECRET_KEY"])) >= 64


@pytest.mark.django_db(databases=["default", "vault"])
def test_every_page_carries_the_headers_that_stop_foreign_scripts_and_frames(client):
    answer = client.get("/staff/sign-in")
    assert answer.status_code == 200
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "style-src": "'self'",
        "img-src": "'self'",
        "script-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db(databases=["default", "vault"])
def test_http_becomes_https_with_hsts_and_secure_cookies_away_from_loopback(client, settings):
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = 63_072_000
    plain = client.get("/staff/sign-in")
    assert (plain.status_code, plain["Location"]) == (301, "https://testserver/staff/sign-in")
    secure = client.get("/staff/sign-in", headers={"x-forwarded-proto": "https"})
    assert secure["Strict-Transport-Security"].startswith("max-age=63072000")
    assert secure.cookies["csrftoken"]["secure"] is True
    assert client.get("/health").status_code == 200  # what watches the server need not speak TLS


def test_every_setting_read_by_the_code_is_documented_and_no_other_is():
    read = set()
    for path in SOURCE.rglob("*.py"):
        read |= set(re.findall(r"FOLKMOOT_[A-Z_]+", path.read_text("utf-8")))
    documented = set(re.findall(r"^\| `(FOLKMOOT_[A-Z_]+)`", REFERENCE.read_text("utf-8"), flags=re.MULTILINE))
    assert documented == read


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Bad Request: /staff/join/abc:def-_1", "Bad Request: /staff/join/..."),
        ("Not Found: /follow/a1-_B/stop", "Not Found: /follow/.../stop"),
        ("GET /staff/set-up/abcDEF HTTP/1.1", "GET /staff/set-up/... HTTP/1.1"),
        ("Internal Server Error: /e/x?name=Philippa+Q", "Internal Server Error: /e/x?..."),
        ("is it so? yes", "is it so? yes"),
        ("Internal Server Error: /e/essex/answer", "Internal Server Error: /e/essex/answer"),
    ],
)
def test_logs_hold_no_query_strings_and_no_one_time_links(said, kept):
    assert redacted(said) == kept


LIST_KEY = "0123456789abcdef" * 4


def test_a_list_key_comes_from_the_environment_or_from_a_file_outside_the_home(tmp_path):
    home, file = tmp_path / "home", tmp_path / "key"
    file.write_text(LIST_KEY + "\n")
    loopback = {"FOLKMOOT_LOOPBACK": "1"}
    for given in ({"FOLKMOOT_LIST_KEY": LIST_KEY}, {"FOLKMOOT_LIST_KEY_FILE": str(file)}):
        assert ask(home, "LIST_KEY", **loopback, **given) == {"LIST_KEY": str(bytes.fromhex(LIST_KEY))}
    assert ask(home, "LIST_KEY", **loopback) == {"LIST_KEY": None}


def test_a_list_key_that_is_wrong_is_refused_in_words_that_do_not_repeat_it(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    (home / "key").write_text(LIST_KEY)
    (tmp_path / "short").write_text("abc123")
    for given, words in (
        ({"FOLKMOOT_LIST_KEY": "abc123"}, "64 hexadecimal digits"),
        ({"FOLKMOOT_LIST_KEY_FILE": str(tmp_path / "short")}, "64 hexadecimal digits"),
        ({"FOLKMOOT_LIST_KEY_FILE": str(tmp_path / "nowhere")}, "cannot be read"),
        ({"FOLKMOOT_LIST_KEY_FILE": str(home / "key")}, "in the home folder"),
        ({"FOLKMOOT_LIST_KEY_FILE": str(tmp_path / "short"), "FOLKMOOT_LIST_KEY": LIST_KEY}, "not both"),
    ):
        done = run(home, ["LIST_KEY"], FOLKMOOT_LOOPBACK="1", **given)
        assert done.returncode != 0
        assert words in done.stderr.splitlines()[-1]
        assert "abc123" not in done.stderr
