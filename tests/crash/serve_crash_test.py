"""A server that is killed while responses come in loses none that it has answered, doubles none that are sent again,
and its counts are right when it is started again.

usage: serve_crash_test.py LAUREL
"""
import http.client
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import threading
import time

LAUREL = str(pathlib.Path(sys.argv[1]).resolve())
KILLS = 6
WRITERS = 8


class Server:
    """`laurel serve` on a port of its own."""

    def __init__(self, folder):
        self.environment = dict(os.environ, LAUREL_DATABASE=str(folder / "laurel.db"))
        self.process = None
        self.port = 0

    def run(self, *words):
        return subprocess.run([LAUREL, *words], env=self.environment, check=True, capture_output=True, text=True).stdout

    def start(self):
        self.process = subprocess.Popen([LAUREL, "serve", "--port", "0", "--log-format", "json"], env=self.environment,
                                        stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            found = re.search(r"Laurel is at http://127\.0\.0\.1:(\d+)/", line)
            if found:
                self.port = int(found.group(1))
                threading.Thread(target=self.process.stderr.read, daemon=True).start()
                return
        raise AssertionError("the server did not start")

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.terminate()
        assert self.process.wait(30) == 0, "a server that is told to stop ends with 0"


class Writer(threading.Thread):
    """Sends responses one after the other, and again whatever got no answer, until it is told to stop."""

    def __init__(self, server, token, number):
        super().__init__(daemon=True)
        self.server, self.token, self.number = server, token, number
        self.answered = {}  # external id → id
        self.sent = 0
        self.going = True
        self.troubles = []

    def post(self, connection, external_id):
        body = json.dumps({"external_id": external_id, "date": "2026-03-01",
                           "answers": {"nps": self.sent % 11, "comment": "Maria stayed late to sort out our booking."}})
        connection.request("POST", "/api/v1/responses", body,
                           {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
        if answer.status not in (200, 201):
            self.troubles.append(f"{external_id}: {answer.status} {text[:200]}")
            return
        seen = json.loads(text)["id"]
        if self.answered.setdefault(external_id, seen) != seen:
            self.troubles.append(f"{external_id} was {self.answered[external_id]} and is {seen}")

    def run(self):
        connection, unanswered = None, None
        while self.going:
            try:
                connection = connection or http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=10)
                external_id = unanswered or f"{self.number}-{self.sent}"
                unanswered = external_id
                self.post(connection, external_id)
                unanswered = None
                self.sent += 1
            except (OSError, http.client.HTTPException):
                connection = None
                time.sleep(0.02)


def listed(server, token):
    """Every response that the API lists: external id → id, and how many rows there were."""
    found, rows, after = {}, 0, ""
    while after is not None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        connection.request("GET", f"/api/v1/responses?limit=200&after={after}", headers={"Authorization": f"Bearer {token}"})
        page = json.loads(connection.getresponse().read())
        for response in page["responses"]:
            rows += 1
            found[response["external_id"]] = response["id"]
        after = page["next"]
    return found, rows


def main():
    random.seed(11)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        server = Server(folder)
        first = folder / "first.ndjson"
        first.write_text('{"external_id": "first", "nps": 9, "comment": "Maria stayed late."}\n')
        server.run("import", str(first), "--organization", "Acme", "--map", "nps=nps", "--map", "comment=comment",
                   "--source", "api")
        token = server.run("token", "create", "crash", "--scope", "responses:write", "--scope", "responses:read").strip()
        server.start()
        writers = [Writer(server, token, number) for number in range(WRITERS)]
        for writer in writers:
            writer.start()
        for _ in range(KILLS):
            time.sleep(random.uniform(0.3, 0.9))
            server.kill()
            server.start()
        time.sleep(0.5)
        for writer in writers:
            writer.going = False
        for writer in writers:
            writer.join(20)
        found, rows = listed(server, token)
        server.stop()

        troubles = [trouble for writer in writers for trouble in writer.troubles]
        assert not troubles, troubles[:5]
        answered = {key: value for writer in writers for key, value in writer.answered.items()}
        lost = [key for key, value in answered.items() if found.get(key) != value]
        assert not lost, f"{len(lost)} of {len(answered)} answered responses are lost: {lost[:5]}"
        assert rows == len(found), "a response is there twice"
        assert len(answered) > 50, f"only {len(answered)} were answered"
        recounted = server.run("recount")
        assert "were right" in recounted or "was right" in recounted, recounted
        print(f"{len(answered)} responses answered over {KILLS} kills: none lost, none doubled. {recounted.strip()}")


main()
