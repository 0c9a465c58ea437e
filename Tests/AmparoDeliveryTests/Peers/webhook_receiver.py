"""A real receiver of webhooks: checks each with the packages `standardwebhooks` and `cloudevents`, and the Ed25519 signatures with
`cryptography`. Writes a JSON line for each request. Its one argument is the key that it was given: whsec_… or whpk_…"""
import base64, http.server, json, sys

from cloudevents.core.bindings.http import HTTPMessage, from_structured_event
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from standardwebhooks import Webhook


def verify(key, headers, body):
    if key.startswith("whsec_"):
        Webhook(key).verify(body, headers)
        return
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key[len("whpk_"):]))
    signed = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    for signature in headers["webhook-signature"].split(" "):
        version, text = signature.split(",")
        if version == "v1a":
            public.verify(base64.b64decode(text), signed)
            return
    raise ValueError("no v1a signature")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        said = {}
        try:
            verify(sys.argv[1], headers, body)
            event = from_structured_event(HTTPMessage(headers=headers, body=body))
            said = {"id": event.get_id(), "type": event.get_type(), "source": event.get_source(),
                    "time": event.get_time().isoformat(), "data": event.get_data(),
                    "sequence": event.get_extension("sequence")}
            status = 204
        except Exception as error:
            said = {"error": repr(error)}
            status = 400
        print(json.dumps(said), flush=True)
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *words):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(json.dumps({"port": server.server_address[1]}), flush=True)
server.serve_forever()
