"""Recurrent models compute what other programs say, step by step.

    recurrent_models.py onnx FOLDER DATA   ONNX's own cases of LSTM and GRU
    recurrent_models.py torch FOLDER       cells that PyTorch exports

Each model is imported and unrolled; its outputs are compared with those that lie
beside it or that PyTorch computes, and both simulators must run it in the same
number of cycles.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import warnings

import numpy
import onnx
import onnx.numpy_helper


def run(*words):
    result = subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=120)
    if result.returncode:
        sys.exit(f"{words}: {result.stderr}")
    return result.stdout


def check(name, folder, model, inputs, expected, binds=()):
    """`inputs` and `expected` are arrays by name."""
    network, unrolled = folder / f"{name}.mlir", folder / f"{name}.unrolled.mlir"
    run("tenon-translate", "--import-onnx", model, "-o", network, *binds)
    run("tenon-opt", network, "--nn-unroll-recurrence", "--mlir-print-debuginfo", "-o", unrolled)
    if "nn.lstm" not in network.read_text() and "nn.gru" not in network.read_text():
        sys.exit(f"{name}: no cell was imported")
    if " = nn.lstm" in unrolled.read_text() or " = nn.gru" in unrolled.read_text():
        sys.exit(f"{name}: a cell is left")
    options = []
    for key, array in inputs.items():
        numpy.save(folder / f"{key}.npy", array)
        options.append(f"--input={key}={folder / key}.npy")
    options += [f"--output={key}={folder / key}.out.npy" for key in expected]
    run("tenon-run", unrolled, *options)
    for key, array in expected.items():
        got = numpy.load(folder / f"{key}.out.npy")
        if got.shape != array.shape or not numpy.allclose(got, array, rtol=1e-5, atol=1e-6):
            sys.exit(f"{name}: output '{key}' differs by {numpy.abs(got - array).max()}")
    simulate = ["tenon-sim", network, "--engine=ne-medium", "--report=json", "--check-hazards=all"]
    cycles = [json.loads(run(*simulate, f"--mode={mode}")) for mode in ("tick", "fast")]
    if cycles[0] != cycles[1]:
        sys.exit(f"{name}: the simulators differ")


def read(path):
    tensor = onnx.TensorProto()
    tensor.ParseFromString(path.read_bytes())
    return onnx.numpy_helper.to_array(tensor)


def check_onnx(folder, data):
    """All their inputs but the sequence are constants here."""
    count = 0
    for case in sorted(pathlib.Path(data, "node").iterdir()):
        if not case.name.startswith(("test_lstm_", "test_gru_")):
            continue
        graph = onnx.load(case / "model.onnx").graph
        values = case / "test_data_set_0"
        names = [given.name for given in graph.input]
        inputs = {names[0]: read(values / "input_0.pb")}
        binds = [f"--bind={name}={values / f'input_{i}.pb'}" for i, name in enumerate(names) if i]
        expected = {result.name: read(values / f"output_{i}.pb") for i, result in enumerate(graph.output)}
        check(case.name, folder, case / "model.onnx", inputs, expected, binds)
        count += 1
    return count


def check_torch(folder):
    import torch

    # The exporter warns of its own state.
    warnings.simplefilter("ignore")
    torch.manual_seed(1)
    count = 0
    for kind in (torch.nn.LSTM, torch.nn.GRU):
        for options in ({}, {"bidirectional": True}, {"num_layers": 2, "bidirectional": True, "batch_first": True}, {"bias": False}):
            cell = kind(12, 16, **options).eval()
            x = torch.randn(3, 5, 12)
            name = "-".join([kind.__name__, *options])
            model = folder / f"{name}.onnx"
            outputs = ["sequence", "hidden", "cell"][:3 if kind is torch.nn.LSTM else 2]
            torch.onnx.export(cell, x, model, input_names=["x"], output_names=outputs)
            with torch.no_grad():
                sequence, state = cell(x)
            results = [sequence, *(state if isinstance(state, tuple) else [state])]
            expected = {key: value.numpy() for key, value in zip(outputs, results)}
            check(name, folder, model, {"x": x.numpy()}, expected)
            count += 1
    return count


def main():
    folder = pathlib.Path(sys.argv[2])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    count = check_onnx(folder, sys.argv[3]) if sys.argv[1] == "onnx" else check_torch(folder)
    print(f"{count} models compute the same")


if __name__ == "__main__":
    main()
