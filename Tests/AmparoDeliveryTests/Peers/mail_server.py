"""A real mail server (aiosmtpd) for the tests. Writes one JSON line for what it says and for each mail that it takes.

    mail_server.py FOLDER [starttls|implicit|plain|no-8bit] [user password [plain|login]]

Names at its own host decide what it answers: `unknown@` is refused for good, `later@` for now.
"""
import asyncio, base64, datetime, ipaddress, json, ssl, sys

from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def certificate(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True).sign(key, hashes.SHA256()))
    pem = made.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    with open(folder + "/certificate.pem", "wb") as file:
        file.write(pem)
    with open(folder + "/key.pem", "wb") as file:
        file.write(secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder + "/certificate.pem", folder + "/key.pem")
    return context


def say(**words):
    print(json.dumps(words), flush=True)


class Handler:
    def __init__(self, eight_bit):
        self.eight_bit = eight_bit

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        return responses if self.eight_bit else [line for line in responses if "8BITMIME" not in line]

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("unknown@"):
            return "550 5.1.1 nobody of that name"
        if address.startswith("later@"):
            return "451 4.7.1 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        say(
            sender=envelope.mail_from, recipients=envelope.rcpt_tos, options=envelope.mail_options,
            data=base64.b64encode(envelope.original_content).decode(), tls=server.transport.get_extra_info("sslcontext") is not None,
            user=session.auth_data or "")
        return "250 taken"


async def main():
    folder, mode = sys.argv[1], sys.argv[2]
    user = sys.argv[3:]
    context = certificate(folder)

    def check(server, session, envelope, mechanism, data):
        given = [data.login.decode(), data.password.decode()]
        return AuthResult(success=given == user[:2], handled=False, auth_data=given[0] + " " + mechanism)

    def protocol():
        options = {}
        if user:
            options = dict(authenticator=check, auth_required=True, auth_require_tls=mode not in ("plain", "no-8bit", "implicit"))
            if user[2:] == ["login"]:
                options["auth_exclude_mechanism"] = ["PLAIN"]
        return SMTP(
            Handler(mode != "no-8bit"), hostname="localhost",
            tls_context=context if mode == "starttls" else None, require_starttls=mode == "starttls", **options)

    server = await asyncio.get_running_loop().create_server(
        protocol, "127.0.0.1", 0, ssl=context if mode == "implicit" else None)
    say(port=server.sockets[0].getsockname()[1])
    await server.serve_forever()


asyncio.run(main())
