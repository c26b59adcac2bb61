"""Parts of models, and models with operators that no network has."""

import json
import os
import subprocess
import sys

import numpy as np
import onnx
from onnx import TensorProto as T
from onnx import helper as h
from onnx import numpy_helper

FOLDER = sys.argv[1]
os.makedirs(FOLDER, exist_ok=True)
RANDOM = np.random.RandomState(1)


def node(operator, inputs, outputs, name=None, **attributes):
    return h.make_node(operator, inputs, outputs, name=name or operator.lower(), **attributes)


def save(name, nodes, inputs, outputs, constants, opset=17):
    path = os.path.join(FOLDER, name + ".onnx")
    graph = h.make_graph(nodes, "g", inputs, outputs, [numpy_helper.from_array(value, key) for key, value in constants.items()])
    onnx.save(h.make_model(graph, opset_imports=[h.make_opsetid("", opset)], ir_version=8), path)
    return path


def info(name, kind=T.FLOAT, shape=None):
    return h.make_tensor_value_info(name, kind, shape)


def run(*arguments, fails=False):
    result = subprocess.run(arguments, capture_output=True, timeout=60)
    out, err = result.stdout.decode(), result.stderr.decode()
    assert result.returncode == (1 if fails else 0), (arguments, result.returncode, err)
    return out, err


def has(text, *parts):
    at = 0
    for part in parts:
        found = text.find(part, at)
        assert found >= 0, "expected %r after %d in:\n%s" % (part, at, text)
        at = found + len(part)


def lines(text, count):
    assert len(text.strip().splitlines()) == count, text


# A detector: boxes and scores of a grid, of which a suppression keeps some.
BOXES = [
    node("Conv", ["x", "w"], ["f"], "features"),
    node("Reshape", ["f", "flat"], ["r"]),
    node("Slice", ["r", "s0", "s4", "axis"], ["b"], "boxes"),
    node("Slice", ["r", "s4", "s6", "axis"], ["c"], "scores"),
    node("Transpose", ["b"], ["boxes"], "boxes_last", perm=[0, 2, 1]),
]
REST = [
    node("NonMaxSuppression", ["boxes", "c", "most", "", "least"], ["kept"], "nms", center_point_box=1),
    node("Gather", ["kept", "column"], ["columns"], axis=1),
    node("Cast", ["columns"], ["y"], to=T.FLOAT),
]
CONSTANTS = {
    "w": RANDOM.uniform(-1, 1, (6, 3, 1, 1)).astype("f4"), "flat": np.array([1, 6, 64], np.int64), "s0": np.array([0], np.int64), "s4": np.array([4], np.int64),
    "s6": np.array([6], np.int64), "axis": np.array([1], np.int64), "most": np.array([5], np.int64), "least": np.array([0.1], np.float32),
    "column": np.array([2, 1], np.int64)}
IMAGE = [info("x", T.FLOAT, [1, 3, 8, 8])]
detector = save("detector", BOXES + REST, IMAGE, [info("y")], CONSTANTS)

_, err = run("tenon-translate", "--import-onnx", detector, fails=True)
has(err, "nms: error: operator 'NonMaxSuppression' (opset 17): the operator is not supported;", "--host=cut or --host=steps goes on without it")
lines(err, 1)

# Cut: what the suppression reads are the outputs.
out, err = run("tenon-translate", "--import-onnx", detector, "--host=cut", "--elide-weights")
has(err, "nms: warning: operator 'NonMaxSuppression' is left out, with what depends on it: the operator is not supported")
lines(err, 1)
has(out, "func.func @main", 'tensor<1x64x4xf32> {nn.name = "boxes"}', 'tensor<1x2x64xf32> {nn.name = "c"}')
assert "host_step" not in out and "cast" not in out
out, _ = run("tenon-sim", detector, "--host=cut", "--engine=ne-small")
assert "steps on the host" not in out

# A step: of the shape that it has at most; its price is stated.
out, err = run("tenon-translate", "--import-onnx", detector, "--host=steps", "-o", os.path.join(FOLDER, "steps.mlir"))
has(err, "nms: warning: operator 'NonMaxSuppression' becomes a step of the host: the operator is not supported")
lines(err, 1)
text = open(os.path.join(FOLDER, "steps.mlir")).read()
has(text, 'nn.host_step "NonMaxSuppression"(', ") because \"the operator is not supported", "parameters {center_point_box = 1 : i64} places [0, 1, 2, 4]", "-> tensor<10x3xi64>")
out, _ = run("tenon-sim", detector, "--host=steps", "--engine=ne-small")
has(out, "program main_program on ne-small", "program main.1_program on ne-small", "steps on the host, 20 us each and 1000 MB/s", "nms", "NonMaxSuppression", "is not supported",
    "latency: ", "on the machine and ", "on the host")
out, _ = run("tenon-sim", detector, "--host=steps", "--engine=ne-small", "--report=json", "--host-start=100", "--host-bandwidth=1")
step = json.loads(out)[-1]
# Boxes and scores go out as bytes, ten triples of 8 bytes come back.
assert step["host_step"] == "nms" and step["operator"] == "NonMaxSuppression", step
assert step["read_bytes"] == 64 * 4 + 2 * 64 and step["write_bytes"] == 240, step
assert abs(step["milliseconds"] - (0.1 + (384 + 240) / 1e3)) < 1e-9, step
out, _ = run("tenon-sim", detector, "--host=steps", "--engine=ne-small", "--report=csv")
has(out, "\nhost,nms,,0.0206", ",host link,240,384,")
# The step is written as the node that it was.
run("tenon-translate", "--import-onnx", detector, "--host=steps", "--outputs=kept,c", "-o", os.path.join(FOLDER, "ends.mlir"))
run("tenon-translate", "--export-onnx", os.path.join(FOLDER, "ends.mlir"), "-o", os.path.join(FOLDER, "steps.onnx"))
written = [n for n in onnx.load(os.path.join(FOLDER, "steps.onnx")).graph.node if n.op_type == "NonMaxSuppression"]
assert len(written) == 1 and len(written[0].input) == 5 and not written[0].input[3] and written[0].attribute[0].i == 1
# What no host of ours carries out.
_, err = run("tenon-run", os.path.join(FOLDER, "steps.mlir"), "--random=1", fails=True)
has(err, "'nn.host_step' cannot be executed; its operator is known to the host alone")
_, err = run("tenon-sim", detector, "--host=steps", "--engine=ne-small", "--sweep=dma.latency=1,2", fails=True)
has(err, "expected a network without steps on the host for --sweep and --compare, but got 'nms'; --host=cut leaves them out")
_, err = run("tenon-sim", detector, "--host=cut", "--engine=ne-small", "--host-start=3", fails=True)
has(err, "expected a network with steps on the host for --host-bandwidth and --host-start; --host=steps makes them")
_, err = run("tenon-sim", detector, "--host=steps", "--engine=ne-small", "--host-bandwidth=0", fails=True)
has(err, "expected --host-bandwidth to be 1e-06 to 1e+09 MB/s, but got '0'")
for start in ("-1", "inf", "nan"):
    _, err = run("tenon-sim", detector, "--host=steps", "--engine=ne-small", "--host-start=" + start, fails=True)
    has(err, "expected --host-start to be 0 to 1e+09 us, but got '%s'" % start)

# The command that a search prints takes the same part of the model.
best = os.path.join(FOLDER, "best")
out, _ = run("tenon-nas", detector, "--host=cut", "--inputs=f", "--outputs=c,boxes", "--shape=f=1x6x8x8", "--engine=ne-small", "--space=builtin.module(nn-label-blocks)", "--force", "-o", best)
has(out, " --shape=f=1x6x8x8 --inputs=f --outputs=c --outputs=boxes --host=cut | tenon-opt - ")
command = next(line for line in out.splitlines() if line.startswith("  tenon-translate"))
subprocess.run(command, shell=True, cwd=FOLDER, check=True)
same = [open(os.path.join(folder, "best.mlir"), "rb").read() for folder in (FOLDER, best)]
assert same[0] == same[1] and b'"f"' in same[0] and b'"boxes"' in same[0]

# How many boxes are kept is known at run time only: a model of the largest
# number would be wrong.
_, err = run("tenon-translate", "--export-onnx", os.path.join(FOLDER, "steps.mlir"), "-o", os.path.join(FOLDER, "wrong.onnx"), fails=True)
has(err, "nms: error: expected results of 'NonMaxSuppression', whose sizes are known at run time only, to be outputs of the network; take the part that ends there with --outputs")
assert not os.path.exists(os.path.join(FOLDER, "wrong.onnx"))
# A search keeps what it found if ONNX has no such network.
best = os.path.join(FOLDER, "kept")
out, err = run("tenon-nas", detector, "--host=steps", "--engine=ne-small", "--space=builtin.module(nn-label-blocks)", "--force", "-o", best, fails=True)
has(err, "nms: error: expected results of 'NonMaxSuppression'", "expected a network that ONNX has; best.onnx was not written, all else was")
assert sorted(os.listdir(best)) == ["best.mlir", "best.pipeline", "trials.csv"], os.listdir(best)

# Steps of other domains are written with these.
custom = save("custom", [h.make_node("Twice", ["x"], ["t"], name="twice", domain="far.off", by=2), node("Relu", ["t"], ["y"])], [info("x", T.FLOAT, [1, 4])], [info("y")], {})
model = onnx.load(custom)
model.opset_import.append(h.make_opsetid("far.off", 1))
onnx.save(model, custom)
_, err = run("tenon-translate", "--import-onnx", custom, "--host=steps", "--shape=t=1x4", fails=True)
has(err, "twice: error: the step of the host 'Twice' gives 't', whose element type the model does not say; add 't' to the value_info of the model")
_, err = run("tenon-translate", "--import-onnx", custom, "--inputs=t", "--outputs=y", fails=True)
has(err, "--inputs names 't', whose element type the model does not say; add it to the value_info of the model")
model.graph.value_info.append(info("t", T.FLOAT, [1, 4]))
model.graph.node.append(h.make_node("Dead", ["x"], ["d"], name="dead", domain="far.off"))
onnx.save(model, custom)
_, err = run("tenon-translate", "--import-onnx", custom, "--host=steps", "--shape=t=2x4", fails=True)
has(err, "twice: error: --shape gives 't' the sizes 2x4, but the model says 1x4")
_, err = run("tenon-translate", "--import-onnx", custom, "--host=steps", "--shape=q=2x4", fails=True)
has(err, "--shape names 'q', but the model has the inputs 'x'")
_, err = run("tenon-translate", "--import-onnx", custom, "--host=steps", "-o", os.path.join(FOLDER, "custom.mlir"))
lines(err, 1)
run("tenon-translate", "--export-onnx", os.path.join(FOLDER, "custom.mlir"), "-o", os.path.join(FOLDER, "custom.again.onnx"))
again = onnx.load(os.path.join(FOLDER, "custom.again.onnx"))
assert [(n.domain, n.op_type) for n in again.graph.node] == [("far.off", "Twice"), ("", "Relu")]
assert {o.domain: o.version for o in again.opset_import}["far.off"] == 1

# ONNX's own inference divides by strides.
for operator, attributes in (("MaxPool", {"kernel_shape": [2, 2], "strides": [0, 1]}), ("AveragePool", {"kernel_shape": [2, 2], "strides": [1, 0], "auto_pad": "SAME_UPPER"}),
                             ("LpPool", {"kernel_shape": [2, 2], "strides": [0, 0]})):
    still = save("still", [node(operator, ["x"], ["a"], **attributes), node("Relu", ["x"], ["y"])], IMAGE, [info("a"), info("y")], {})
    _, err = run("tenon-translate", "--import-onnx", still, "--host=steps", fails=True)
    has(err, "the step of the host '%s' gives 'a', whose" % operator)
    run("tenon-translate", "--import-onnx", still, "--host=steps", "--outputs=y")
    run("tenon-translate", "--import-onnx", still, "--inputs=x", "--outputs=y")

# Results keep their places, also behind one that nobody reads.
places = save("places", [node("Unique", ["x"], ["u", "first", "back"], sorted=1), node("Neg", ["back"], ["n"]), node("Cast", ["n"], ["y"], to=T.FLOAT)],
              [info("x", T.FLOAT, [6])], [info("u"), info("y")], {})
run("tenon-translate", "--import-onnx", places, "--host=steps", "--shape=u=6", "--shape=first=6", "--shape=back=6", "--outputs=u,back", "-o", os.path.join(FOLDER, "places.mlir"))
run("tenon-translate", "--export-onnx", os.path.join(FOLDER, "places.mlir"), "-o", os.path.join(FOLDER, "places.again.onnx"))
nodes = onnx.load(os.path.join(FOLDER, "places.again.onnx")).graph.node
(unique,) = [n for n in nodes if n.op_type == "Unique"]
names = {n.input[0]: n.output[0] for n in nodes if n.op_type == "Identity"}
assert [names.get(name, name) for name in unique.output][::2] == ["u", "back"] and len(unique.output) == 3, nodes
gap = save("gap", [node("Unique", ["x"], ["u", "", "back"], sorted=1)], [info("x", T.FLOAT, [6])], [info("u"), info("back")], {})
_, err = run("tenon-translate", "--import-onnx", gap, "--host=steps", "--shape=u=6", fails=True)
has(err, "unique: error: the step of the host 'Unique' has output 2, 'back', without those before it")
# Attributes of steps are written, lists of floats, too.
floats = save("floats", [h.make_node("Far", ["x"], ["y"], name="far", domain="far.off", scales=[0.5, 2.0])], [info("x", T.FLOAT, [6])], [info("y", T.FLOAT, [6])], {})
model = onnx.load(floats)
model.opset_import.append(h.make_opsetid("far.off", 1))
onnx.save(model, floats)
run("tenon-translate", "--import-onnx", floats, "--host=steps", "-o", os.path.join(FOLDER, "floats.mlir"))
run("tenon-translate", "--export-onnx", os.path.join(FOLDER, "floats.mlir"), "-o", os.path.join(FOLDER, "floats.again.onnx"))
assert list(onnx.load(os.path.join(FOLDER, "floats.again.onnx")).graph.node[0].attribute[0].floats) == [0.5, 2.0]

# An operator of ONNX Runtime with several outputs.
skip = save("skip", [h.make_node("SkipLayerNormalization", ["x", "x", "g"], ["n", "", "", "sum"], name="skip", domain="com.microsoft"), node("Relu", ["n"], ["y"])],
            [info("x", T.FLOAT, [1, 2, 4])], [info("y")], {"g": np.ones(4, "f4")})
model = onnx.load(skip)
model.opset_import.append(h.make_opsetid("com.microsoft", 1))
model.graph.value_info.append(info("n", T.FLOAT, [1, 2, 4]))
onnx.save(model, skip)
_, err = run("tenon-translate", "--import-onnx", skip, fails=True)
has(err, "skip: error: operator 'SkipLayerNormalization' (opset 17): operators of domain 'com.microsoft' are not supported")
out, _ = run("tenon-translate", "--import-onnx", skip, "--host=steps")
has(out, 'nn.host_step "com.microsoft.SkipLayerNormalization"(', "-> tensor<1x2x4xf32>")

# A result whose shape nobody knows.
unique = save("unique", [node("Relu", ["x"], ["r"]), node("Unique", ["r"], ["u"], sorted=1), node("Neg", ["u"], ["y"])], [info("x", T.FLOAT, [6])], [info("y")], {})
_, err = run("tenon-translate", "--import-onnx", unique, "--host=steps", fails=True)
has(err, "unique: error: the step of the host 'Unique' gives 'u', whose shape the model does not say; give it with --shape u=SIZExSIZE")
out, _ = run("tenon-translate", "--import-onnx", unique, "--host=steps", "--shape=u=4")
has(out, 'nn.host_step "Unique"', "tensor<4xf32>")
# A step that cannot be carried along, and a model of which nothing is left.
loop = h.make_graph([node("ReduceSum", ["s"], ["t"], keepdims=0), node("Less", ["t", "one"], ["d"]), node("Add", ["s", "one"], ["z"])], "b",
                    [info("n", T.INT64, []), info("c", T.BOOL, []), info("s")], [info("d", T.BOOL), info("z")])
looped = save("looped", [node("Loop", ["count", "", "x"], ["y"], body=loop)], [info("x", T.FLOAT, [6])], [info("y", T.FLOAT, [6])],
              {"one": np.array(1, "f4"), "count": np.array(3, np.int64)})
_, err = run("tenon-translate", "--import-onnx", looped, "--host=steps", fails=True)
has(err, "loop: error: the step of the host 'Loop' has the attribute 'body', which is no number, text or list of numbers")
nothing = save("nothing", [node("Unique", ["k"], ["y"])], [info("x", T.FLOAT, [6])], [info("y")], {"k": np.ones(3, "f4")})
_, err = run("tenon-translate", "--import-onnx", nothing, "--host=cut", fails=True)
has(err, "expected a network with outputs, but got none")
# A selection of many elements is the host's only if it is asked for.
large = save("large", [node("TopK", ["x", "k"], ["y", "i"])], [info("x", T.FLOAT, [1, 400])], [info("y"), info("i", T.INT64)], {"k": np.array([100], np.int64)})
out, err = run("tenon-translate", "--import-onnx", large)
has(out, "nn.top_k max")
_, err = run("tenon-sim", large, "--engine=ne-small", fails=True)
has(err, "expected no work for the host; nn-expand-selection writes nn.top_k in operations of the machine")
out, _ = run("tenon-sim", large, "--engine=ne-small", "--host=steps")
has(out, "steps on the host", "TopK", "machines have no commands for the first 100 of 400 elements")
integers = save("integers", [node("TopK", ["x", "k"], ["y", "i"]), node("Neg", ["i"], ["z"])], [info("x", T.INT64, [1, 9])], [info("y", T.INT64), info("z", T.INT64)],
                {"k": np.array([3], np.int64)})
out, _ = run("tenon-sim", integers, "--engine=ne-small", "--host=steps")
has(out, "steps on the host", "TopK", "machines have no commands for selections of 'i64'")

# Parts: behind some values, in front of others.
chain = save("chain", [node("Relu", ["x"], ["a"]), node("Conv", ["a", "w"], ["b"], "conv"), node("Neg", ["b"], ["c"]), node("Unique", ["c"], ["d"]),
                       node("Add", ["b", "z"], ["e"])],
             IMAGE + [info("z", T.FLOAT, [1, 6, 8, 8])], [info("d"), info("e")], {"w": CONSTANTS["w"]})
out, err = run("tenon-translate", "--import-onnx", chain, "--outputs=c", "--elide-weights")
has(out, '@main(', 'nn.name = "x"', '-> (tensor<1x6x8x8xf32> {nn.name = "c"})')
assert '"z"' not in out and not err
out, _ = run("tenon-translate", "--import-onnx", chain, "--inputs=a,z", "--outputs=c,e", "--elide-weights")
has(out, 'tensor<1x3x8x8xf32> {nn.name = "a"}', 'tensor<1x6x8x8xf32> {nn.name = "z"}', '"c"', '"e"')
assert "relu" not in out
for options, message in ((["--outputs=q"], "--outputs names 'q', which the model does not have; the names of its values are those of the nodes' outputs"),
                         (["--inputs=q"], "--inputs names 'q', which the model does not have"),
                         (["--inputs=a,z", "--outputs=c"], "--inputs names 'z', which the outputs do not need"),
                         (["--inputs=a", "--outputs=e"], "the outputs need 'z', too; name it in --inputs"),
                         (["--inputs=d", "--outputs=d"], "input 'd' has shape unk__0, where unk__0 is open; bind it with --shape d=unk__0")):
    _, err = run("tenon-translate", "--import-onnx", chain, *options, fails=True)
    has(err, message)
    lines(err, 1)
_, err = run("tenon-sim", os.path.join(FOLDER, "steps.mlir"), "--engine=ne-small", "--host=cut", fails=True)
has(err, "expected an ONNX model for --inputs, --outputs and --host, but got MLIR")
print("ok")
