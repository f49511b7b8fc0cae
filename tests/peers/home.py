"""Our own installation as servers of networks reach it: over TLS, under a name of its own, on this machine only."""

import datetime
import ssl
import threading
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.handlers.wsgi import WSGIHandler

from themes import fetching

NAME = "ambassadors.peer"


def certify(folder):
    """Write a certificate for our name, which is its own authority, and its key; return the file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file = folder / "certificate.pem"
    file.write_bytes(certificate.public_bytes(Encoding.PEM) + private)
    return file


@contextmanager
def served(certificate):
    """Within it the installation answers; yields its address."""
    asked = []

    class Handler(WSGIRequestHandler):
        def log_message(self, *_values):
            asked.append(self.path)

    django = WSGIHandler()

    def app(environ, start):
        environ["wsgi.url_scheme"] = "https"
        with fetching.also_allowing(["127.0.0.1", "::1"]):
            return django(environ, start)

    class Server(ThreadingMixIn, WSGIServer):
        daemon_threads = True

    server = make_server("127.0.0.1", 0, app, server_class=Server, handler_class=Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"https://{NAME}:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
