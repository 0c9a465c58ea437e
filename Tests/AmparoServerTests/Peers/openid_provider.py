"""A real OpenID provider (oidc-provider-mock, on Authlib), on a free port of this machine. Writes its port as one line of JSON."""
import json
import sys
import warnings
import wsgiref.simple_server

warnings.simplefilter("ignore")
import oidc_provider_mock  # noqa: E402


class Quiet(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


application = oidc_provider_mock.app(require_nonce=True)
server = wsgiref.simple_server.make_server("localhost", 0, application, handler_class=Quiet)
print(json.dumps({"port": server.server_port}), flush=True)
server.serve_forever()
sys.exit(0)
