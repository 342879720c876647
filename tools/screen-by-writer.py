#!/usr/bin/env python3
"""What the crisis screen makes of each writer's lines, and which patterns alarm on harmless ones.

usage: screen-by-writer.py HANDRAIL [--config DIR] [--second] [--files NAME,NAME] [--pattern ID] [--alarms N] [--misses N]

Without --second only the lexicon reads, so nothing needs to be trained first. The figures of the second reader on these
files mean nothing, because it has learned from them: `handrail train` prints those of writers left out.

  --pattern ID   prints every harmless line that this pattern alarms on
  --alarms N     prints N harmless lines of each pattern that alarms
  --misses N     prints N grave lines of each writer that are passed
"""
import argparse
import collections
import json
import pathlib
import subprocess

RANK = {"none": 0, "concern": 1, "crisis": 2, "emergency": 3}


def screened(handrail, config, second, rows):
    asked = "".join(json.dumps({"id": number, "text": row["text"]}) + "\n" for number, row in enumerate(rows))
    command = [handrail, "screen", "--jsonl", "--encoder", "on" if second else "off"]
    if config:
        command += ["--config", config]
    answer = subprocess.run(command, input=asked, capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in answer.splitlines()]


def share(part, whole):
    return f"{100 * part / whole:5.1f} ({part}/{whole})" if whole else "-"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("handrail")
    parser.add_argument("--config")
    parser.add_argument("--second", action="store_true")
    parser.add_argument("--files", default="")
    parser.add_argument("--pattern")
    parser.add_argument("--alarms", type=int, default=0)
    parser.add_argument("--misses", type=int, default=0)
    asked = parser.parse_args()

    rows = []
    for path in sorted(pathlib.Path("training/crisis").glob("*.jsonl")):
        if asked.files and path.stem not in asked.files.split(","):
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            rows.append(json.loads(line) | {"writer": path.stem})
    for row, verdict in zip(rows, screened(asked.handrail, asked.config, asked.second, rows), strict=True):
        row["level"], row["pattern"], row["reader"] = verdict["level"], verdict["pattern"], verdict["reader"]

    alarms, caught = collections.defaultdict(list), collections.Counter()
    means = collections.defaultdict(list)
    print(f"{'writer':24} {'grave found':>20} {'concern found':>20} {'false alarms':>20} {'false cards':>20}")
    for writer in sorted({row["writer"] for row in rows}):
        of = [row for row in rows if row["writer"] == writer]
        grave = [row for row in of if RANK[row["label"]] >= 2]
        worries = [row for row in of if row["label"] == "concern"]
        harmless = [row for row in of if row["label"] == "none"]
        cells = []
        for name, lines, least in [("grave", grave, 1), ("concern", worries, 1), ("alarms", harmless, 1), ("cards", harmless, 2)]:
            hit = [row for row in lines if RANK[row["level"]] >= least]
            cells.append(share(len(hit), len(lines)))
            if lines:
                means[name].append(100 * len(hit) / len(lines))
        print(f"{writer:24} " + " ".join(f"{cell:>20}" for cell in cells))
    print("mean of the writers      " + " ".join(f"{sum(m) / len(m):20.1f}" for m in means.values()))

    for row in rows:
        by = row["pattern"] if row["reader"] == "lexicon" else "second reader"
        if row["level"] != "none":
            if row["label"] == "none":
                alarms[by].append(row)
            else:
                caught[by] += 1
    print("\nalarms on harmless lines, of how many writers; cards among them; lines with a label that it finds")
    for pattern, lines in sorted(alarms.items(), key=lambda item: -len(item[1])):
        cards = sum(RANK[row["level"]] >= 2 for row in lines)
        writers = len({row["writer"] for row in lines})
        print(f"{pattern:34} {len(lines):4} {writers:3} {cards:4} {caught[pattern]:5}")
        shown = lines if pattern == asked.pattern else lines[: asked.alarms]
        for row in shown:
            print(f"      {row['writer']}: {row['text']}")
    if asked.misses:
        for writer in sorted({row["writer"] for row in rows}):
            missed = [r for r in rows if r["writer"] == writer and RANK[r["label"]] >= 2 and r["level"] == "none"]
            print(f"\n{writer}: {len(missed)} grave lines passed")
            for row in missed[: asked.misses]:
                print(f"      {row['label']}/{row['category']}/{row['lang']}: {row['text']}")


main()
