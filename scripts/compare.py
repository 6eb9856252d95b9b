#!/usr/bin/env python3
"""Runs recipes with one budget through the product and prints a table of their results on the same test tasks.

  WARPGRAD_TOKEN=... scripts/compare.py TEAM DATASET-ID [--minutes 2] [--seed 1] [RECIPE...]

All few-shot image recipes but the Omniglot ones by default. One after the other: with several training workers they share the machine. Needs only
Python's standard library.
"""
import argparse
import json
import os
import time
import urllib.request


def call(address, path, body=None):
    request = urllib.request.Request(
        f"{address}/api/v1{path}", json.dumps(body).encode() if body else None,
        {"Content-Type": "application/json", "Authorization": f"Bearer {os.environ['WARPGRAD_TOKEN']}"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def finished(address, run):
    while True:
        detail = call(address, f"/runs/{run}")
        if detail["summary"]["state"] in ("succeeded", "failed", "cancelled"):
            return detail
        time.sleep(2)


def score(result, value):
    return f"{value:.1%}" if result["measure"] in ("accuracy", "wins") else f"{value:.4g}"


def comparable(recipe):
    family = recipe["spec"].get("task", {}).get("family", "fewShotImages")
    return family == "fewShotImages" and not recipe["name"].startswith("omniglot-")


def row(recipe, detail):
    summary, result = detail["summary"], detail["result"]
    if not result:
        return f"| {recipe['title']} | {summary['step']} | {summary['failureReason'] or summary['state']} | |"
    return (f"| {recipe['title']} (`{recipe['name']}`) | {summary['step']:,} | {score(result, result['scoreByStep'][0])} "
            f"| {score(result, result['score'])} ± {score(result, result['interval95'])} |")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("team")
    options.add_argument("dataset")
    options.add_argument("recipes", nargs="*")
    options.add_argument("--minutes", type=float, default=2)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--address", default="http://localhost:5080")
    o = options.parse_args()
    known = {recipe["name"]: recipe for recipe in call(o.address, "/recipes")}
    print("| method | meta-steps | before adaptation | after |\n|---|---|---|---|", flush=True)
    for name in o.recipes or [name for name in known if comparable(known[name])]:
        overrides = {"task": {"dataset": o.dataset}, "outerLoop": {"maxMinutes": o.minutes}, "seed": o.seed}
        request = {"name": f"{name}, {o.minutes:g} minutes", "recipe": name, "overrides": overrides}
        run = call(o.address, f"/teams/{o.team}/runs", request)
        print(row(known[name], finished(o.address, run["id"])), flush=True)


main()
