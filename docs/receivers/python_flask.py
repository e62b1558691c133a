# Takes messages from MySigfox with Flask: checks the signature, drops repetitions, prints the payload.
#   pip install flask
#   MYSIGFOX_SECRET=whsec_… flask --app python_flask run --port 5000
import base64
import hashlib
import hmac
import os
import time

from flask import Flask, abort, request

SECRET = os.environ["MYSIGFOX_SECRET"]  # from the page that confirmed your registration
KEY = base64.b64decode(SECRET.removeprefix("whsec_"))
seen = set()  # of message ids; a real server keeps them in its database

app = Flask(__name__)


def is_signed(headers, body):
    """Whether MySigfox sent this body, not longer than five minutes ago."""
    stamp = headers.get("webhook-timestamp", "")
    if not stamp.isdigit() or abs(time.time() - int(stamp)) > 300:
        return False
    text = f"{headers.get('webhook-id', '')}.{stamp}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(KEY, text, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(expected, given) for given in headers.get("webhook-signature", "").split(" "))


@app.post("/sigfox")
def take():
    if not is_signed(request.headers, request.get_data()):
        abort(401)
    message_id = request.headers["webhook-id"]
    if message_id not in seen:
        message = request.get_json()
        payload = bytes.fromhex(message["data"])
        print(f"{message['device']} at {message['time']}: {list(payload)}", flush=True)
        seen.add(message_id)
    return "", 204
