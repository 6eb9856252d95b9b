#!/usr/bin/env python3
"""Judges a model over REST on N-way 1-shot episodes within single alphabets of an Omniglot zip.

  WARPGRAD_TOKEN=... scripts/episodes.py ZIP TEAM/MODEL [--ways 20] [--episodes 20] [--queries 3] ALPHABET...

Prints mean accuracy and 95 % interval per alphabet. Needs only Python's standard library.
"""
import argparse
import json
import math
import os
import random
import urllib.request
import uuid
import zipfile
from collections import defaultdict


def characters(archive, alphabet):
    found = defaultdict(list)
    for name in archive.namelist():
        parts = name.split("/")
        if name.endswith(".png") and alphabet in parts:
            found["/".join(parts[:-1])].append(name)
    return [sorted(images) for _, images in sorted(found.items())]


def multipart(parts):
    boundary = uuid.uuid4().hex
    body = b""
    for field, file, content in parts:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; filename="{file}"\r\nContent-Type: image/png\r\n\r\n'
        body += head.encode() + content + b"\r\n"
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def episode(address, token, archive, classes, ways, queries, rng):
    parts, truth = [], {}
    for label, images in enumerate(rng.sample(classes, ways)):
        drawn = rng.sample(images, 1 + queries)
        parts.append((f"support:c{label}", "support.png", archive.read(drawn[0])))
        for number, image in enumerate(drawn[1:]):
            name = f"{label}-{number}.png"
            parts.append(("query", name, archive.read(image)))
            truth[name] = f"c{label}"
    body, kind = multipart(parts)
    request = urllib.request.Request(address, body, {"Content-Type": kind, "Authorization": f"Bearer {token}"})
    answer = json.load(urllib.request.urlopen(request, timeout=180))
    return sum(truth[p["id"]] == p["label"] for p in answer["predictions"]) / len(truth)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("zip")
    options.add_argument("model")
    options.add_argument("alphabets", nargs="+")
    options.add_argument("--ways", type=int, default=20)
    options.add_argument("--episodes", type=int, default=20)
    options.add_argument("--queries", type=int, default=3)
    options.add_argument("--address", default="http://localhost:5080")
    o = options.parse_args()
    address = f"{o.address}/api/v1/models/{o.model}/adapt-and-predict?wait=120"
    with zipfile.ZipFile(o.zip) as archive:
        for alphabet in o.alphabets:
            classes = characters(archive, alphabet)
            ways = min(o.ways, len(classes))
            rng = random.Random(7)
            scores = [episode(address, os.environ["WARPGRAD_TOKEN"], archive, classes, ways, o.queries, rng) for _ in range(o.episodes)]
            mean = sum(scores) / len(scores)
            spread = math.sqrt(sum((s - mean) ** 2 for s in scores) / max(1, len(scores) - 1) / len(scores))
            print(f"{alphabet}: {ways}-way 1-shot, {len(scores)} episodes: {mean:.1%} ± {1.96 * spread:.1%}", flush=True)


main()
