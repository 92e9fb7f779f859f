#!/usr/bin/env python3
"""Loads the HTTP server alone with wrk and prints a table: requests/s, latency, server CPU a request.

usage: bench/http/run.py build/release/bench/http_server [SECONDS]

Server and load share the machine, so what counts is CPU a request; requests/s are what is left for both.
"""
import pathlib
import re
import socket
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
CASES = (
    ("cached GET, 64 connections", "/cached", 64, None),
    ("GET on the pool, 64 connections", "/pool", 64, None),
    ("POST 600 B, batched answers, 64", "/ingest", 64, "post.lua"),
    ("the same with the pool, 64", "/ingest-pool", 64, "post.lua"),
    ("POST 600 B, batched answers, 256", "/ingest", 256, "post.lua"),
)
UNITS = {"us": 0.001, "ms": 1, "s": 1000}


class Server:
    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().strip()

    def used(self):
        """CPU seconds and resident KiB so far."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        seconds, resident = self.process.stdout.readline().split()
        return float(seconds), int(resident)

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


def load(server, path, connections, script, seconds):
    before, _ = server.used()
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", server.address + path]
    if script:
        command[1:1] = ["-s", str(HERE / script)]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    after, _ = server.used()
    requests = int(re.search(r"(\d+) requests in", text).group(1))
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1))
    percentile = re.search(r"99%\s+([\d.]+)(us|ms|s)", text)
    p99 = float(percentile.group(1)) * UNITS[percentile.group(2)]
    failed = "Non-2xx" in text or "Socket errors" in text
    return rate, p99, (after - before) / requests * 1e6, failed


def idle_memory(server, connections):
    """KiB more with so many connections that have each been answered once."""
    host, port = server.address.removeprefix("http://").split(":")
    _, before = server.used()
    held = []
    for _ in range(connections):
        client = socket.create_connection((host, int(port)))
        client.sendall(b"GET /cached HTTP/1.1\r\nHost: a\r\n\r\n")
        client.recv(65536)
        held.append(client)
    _, after = server.used()
    for client in held:
        client.close()
    return after - before


def main():
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 4
    server = Server(sys.argv[1])
    try:
        print(f"idle memory: {server.used()[1] / 1024:.1f} MiB; "
              f"5,000 idle connections: {idle_memory(server, 5000) / 1024:.1f} MiB more")
        print(f"{'':36}{'requests/s':>12}{'p99 ms':>9}{'CPU µs/request':>17}")
        for name, path, connections, script in CASES:
            rate, p99, cpu, failed = load(server, path, connections, script, seconds)
            print(f"{name:36}{rate:>12,.0f}{p99:>9.1f}{cpu:>17.1f}{'  (some failed)' if failed else ''}")
    finally:
        server.stop()


if __name__ == "__main__":
    main()
