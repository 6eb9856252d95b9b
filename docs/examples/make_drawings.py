#!/usr/bin/env python3
"""Draws the example dataset of the quickstart: shapes by an unsteady hand, one folder per shape.

  docs/examples/make_drawings.py

Writes drawings.zip (ten shapes, eight drawings each), and in the folders support and query drawings of two shapes that are not in it.
Needs nothing but Python.
"""
import math
import os
import random
import struct
import zipfile
import zlib

SIDE, DRAWINGS = 28, 8
HERE = os.path.dirname(os.path.abspath(__file__))


def around(count, start=0.0, radius=1.0):
    return [(radius * math.cos(start + 2 * math.pi * i / count), radius * math.sin(start + 2 * math.pi * i / count)) for i in range(count + 1)]


def star(points, inner):
    return [(r * math.cos(a), r * math.sin(a)) for i in range(2 * points + 1)
            for r, a in [((1, inner)[i % 2], math.pi * i / points - math.pi / 2)]]


SHAPES = {
    "arrow": [[(-1, 0), (1, 0)], [(0.4, -0.6), (1, 0), (0.4, 0.6)]],
    "circle": [around(24)],
    "cross": [[(-1, -1), (1, 1)], [(-1, 1), (1, -1)]],
    "house": [[(-0.8, 1), (-0.8, -0.2), (0, -1), (0.8, -0.2), (0.8, 1), (-0.8, 1)]],
    "ladder": [[(-0.5, -1), (-0.5, 1)], [(0.5, -1), (0.5, 1)], [(-0.5, -0.5), (0.5, -0.5)], [(-0.5, 0), (0.5, 0)], [(-0.5, 0.5), (0.5, 0.5)]],
    "plus": [[(-1, 0), (1, 0)], [(0, -1), (0, 1)]],
    "ring": [around(24), around(16, radius=0.45)],
    "square": [around(4, math.pi / 4, 1.2)],
    "star": [star(5, 0.4)],
    "triangle": [around(3, -math.pi / 2, 1.1)],
    # Not in the zip: what the trained model has never seen.
    "moon": [[(0.4 + math.cos(a), math.sin(a)) for a in [math.pi * (0.5 + i / 12) for i in range(13)]]
             + [(0.4 + 0.45 * math.cos(a), math.sin(a)) for a in [math.pi * (1.5 - i / 12) for i in range(13)]]],
    "zigzag": [[(-1, 0.6), (-0.5, -0.6), (0, 0.6), (0.5, -0.6), (1, 0.6)]],
}


def draw(strokes, hand):
    turn, size = hand.uniform(-0.25, 0.25), hand.uniform(7.5, 10.5)
    left, top = SIDE / 2 + hand.uniform(-2, 2), SIDE / 2 + hand.uniform(-2, 2)
    pen = hand.uniform(1.0, 1.6)
    lines = []
    for stroke in strokes:
        points = []
        for x, y in stroke:
            x, y = x + hand.gauss(0, 0.06), y + hand.gauss(0, 0.06)
            points.append((left + size * (x * math.cos(turn) - y * math.sin(turn)), top + size * (x * math.sin(turn) + y * math.cos(turn))))
        lines += list(zip(points, points[1:]))
    return bytes(round(255 * min(1, max(0, min(distance(column + 0.5, row + 0.5, line) for line in lines) - pen / 2)))
                 for row in range(SIDE) for column in range(SIDE))


def distance(x, y, line):
    (ax, ay), (bx, by) = line
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = 0 if length == 0 else max(0, min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length))
    return math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay))


def png(pixels):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + pixels[row * SIDE:(row + 1) * SIDE] for row in range(SIDE))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", SIDE, SIDE, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def main():
    hand = random.Random(2026)
    with zipfile.ZipFile(os.path.join(HERE, "drawings.zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, strokes in SHAPES.items():
            if name in ("moon", "zigzag"):
                continue
            for number in range(1, DRAWINGS + 1):
                # A fixed time, so that the same drawings make the same file.
                archive.writestr(zipfile.ZipInfo(f"{name}/{number}.png", (2026, 1, 1, 0, 0, 0)), png(draw(strokes, hand)))
    for part in ("support", "query"):
        for name in ("moon", "zigzag"):
            os.makedirs(os.path.join(HERE, part, name), exist_ok=True)
            with open(os.path.join(HERE, part, name, "1.png"), "wb") as file:
                file.write(png(draw(SHAPES[name], hand)))


if __name__ == "__main__":
    main()
