"""Writes what fuzzing starts from: seeds.py TESTS OUTPUT-FOLDER.

Folders onnx, network, engine and tensors get one file a seed, taken from the
test suite in TESTS and from ONNX's test data; words.dict holds the words of the
dialects.
"""

import glob
import os
import re
import shutil
import sys

DATA = "/usr/share/libonnx-testdata/data"
LARGEST = 1 << 14


def write(folder, name, data):
    with open(os.path.join(folder, name), "wb") as file:
        file.write(data)


def get_texts(folder):
    """The pieces of tests, as mlir-opt --split-input-file sees them."""
    for path in sorted(glob.glob(os.path.join(folder, "**", "*.mlir"), recursive=True)):
        with open(path, encoding="utf-8") as file:
            pieces = re.split(r"^// -----.*$", file.read(), flags=re.MULTILINE)
        for i, piece in enumerate(pieces):
            lines = [line for line in piece.splitlines() if line.strip() and not line.strip().startswith("//")]
            if lines:
                yield f"{os.path.basename(path)}.{i}", "\n".join(lines) + "\n"


def main(tests, output):
    for name in ("onnx", "network", "engine", "tensors"):
        os.makedirs(os.path.join(output, name), exist_ok=True)
    words = set()
    for target, folders in (("network", ["Network", "Transforms"]), ("engine", ["Engine", "Compiler", "Simulator"])):
        for folder in folders:
            for name, text in get_texts(os.path.join(tests, folder)):
                words.update(re.findall(r"[#!]?[a-z_]+\.[a-z_0-9.]+|\b[a-z_]+\b(?= =)|\b[a-z_]{4,}\b", text))
                if len(text) < LARGEST:
                    write(os.path.join(output, target), f"{folder}-{name}", text.encode())
    with open(os.path.join(output, "words.dict"), "w", encoding="utf-8") as file:
        file.writelines(f'"{word}"\n' for word in sorted(words))

    for path in sorted(glob.glob(f"{DATA}/*/*/model.onnx")):
        name = os.path.basename(os.path.dirname(path))
        if os.path.getsize(path) < LARGEST:
            shutil.copy(path, os.path.join(output, "onnx", name))
        for i, tensor in enumerate(sorted(glob.glob(os.path.dirname(path) + "/test_data_set_0/*.pb"))):
            if os.path.getsize(tensor) < 1024:
                shutil.copy(tensor, os.path.join(output, "tensors", f"{name}.{i}.pb"))
    header = "{'descr': '<%s', 'fortran_order': %s, 'shape': (2, 2), }\n"
    for kind, size in (("f4", 4), ("f8", 8), ("i8", 8), ("u1", 1), ("b1", 1), ("f2", 2)):
        for order in ("False", "True"):
            text = (header % (kind, order)).encode()
            write(
                os.path.join(output, "tensors"),
                f"{kind}-{order}.npy",
                b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + bytes(range(4 * size)),
            )


if __name__ == "__main__":
    main(*sys.argv[1:])
