#!/usr/bin/env python3
"""Scores answers against a set of questions with known topics.

    handrail ask --jsonl < tests/faq/unseen.jsonl > found.jsonl
    python3 tools/score-answers.py tests/faq/unseen.jsonl found.jsonl

Per cent of the questions that are for us: the first topic right, one of the first three right, answered at once with a
wrong topic, right at once or after one tap. Per cent of those that are not: answered at once.
"""
import json
import sys


def read(name):
    with open(name, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def main(questions, found):
    found = {row["id"]: row for row in read(found)}
    counts = {}

    def add(group, **what):
        group = counts.setdefault(group, {"n": 0})
        group["n"] += 1
        for name, yes in what.items():
            group[name] = group.get(name, 0) + bool(yes)

    for question in read(questions):
        row = found.get(question["id"])
        if row is None:
            sys.exit(f"no answer for {question['id']}")
        answered = row["intent"] not in (None, "none", "unknown") and not row["ask"]
        if question["topic"] is None:
            add("not for us", answered=answered)
            continue
        right = [question["topic"], *question.get("also", [])]
        first, three = row["top3"][:1], row["top3"]
        shown = any(topic in right for topic in three)
        for group in ("all", question["lang"]):
            add(
                group,
                first=any(topic in right for topic in first),
                among_three=shown,
                answered_wrong=answered and row["intent"] not in right,
                one_tap=(answered and row["intent"] in right) or (row["ask"] and shown),
            )
    for name, group in counts.items():
        n = group.pop("n")
        print(f"{name:<11} {n:>4} questions  " + "  ".join(f"{k} {100 * v / n:.1f}" for k, v in group.items()))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
