"""Exports networks of torchvision as ONNX models (opset 13, fixed shapes).

The weights are random: no download, and the same for every run. Freshly
initialised networks fade to 1e-10 at their end, and a comparison of two such
outputs says nothing. So batch norms get random scales and shifts, biases are
not zero, and statistics come from random images. Each line printed tells the spread of an
output, and how much it changes from one image to another.

usage: export_torchvision.py OUTPUT-FOLDER [NAME...]

Models that are in the folder already stay. Needs the Debian packages
python3-torch and python3-torchvision.
"""

import os
import sys
import warnings

# Name: side of the image, and whether batch norms stay nodes of their own or
# go into the weights of the convolutions before them.
NETWORKS = {
    "mobilenet_v2": (224, "keep"),
    "mobilenet_v3_small": (128, "fold"),
    "mobilenet_v3_large": (128, "fold"),
    "mnasnet1_0": (128, "fold"),
    "efficientnet_b0": (128, "fold"),
    "efficientnet_v2_s": (96, "fold"),
    "resnet18": (96, "keep"),
    "resnet50": (96, "fold"),
    "shufflenet_v2_x1_0": (128, "fold"),
    "squeezenet1_1": (128, "fold"),
    "lraspp_mobilenet_v3_large": (128, "fold"),
    "deeplabv3_mobilenet_v3_large": (96, "fold"),
    # Without decoding of boxes and suppression of overlaps.
    "ssdlite320_mobilenet_v3_large": (192, "fold"),
}
SEED = 1
BATCH = 4
LEAST_SPREAD = 1e-2
LEAST_CHANGE = 1e-2


def fail(text):
    print("export_torchvision: " + text, file=sys.stderr)
    sys.exit(1)


def make(name):
    """The network as (module, names of its outputs)."""
    import torch
    import torchvision

    class Segmentation(torch.nn.Module):
        def __init__(self, network):
            super().__init__()
            self.network = network

        def forward(self, x):
            return self.network(x)["out"]

    class Detector(torch.nn.Module):
        def __init__(self, network):
            super().__init__()
            self.backbone, self.head = network.backbone, network.head

        def forward(self, x):
            raw = self.head(list(self.backbone(x).values()))
            return raw["bbox_regression"], raw["cls_logits"]

    models = torchvision.models
    if name.startswith("ssd"):
        build = getattr(models.detection, name)
        return Detector(build(weights=None, weights_backbone=None)), ["boxes", "classes"]
    if hasattr(models.segmentation, name):
        build = getattr(models.segmentation, name)
        return Segmentation(build(weights=None, weights_backbone=None)), ["classes"]
    return getattr(models, name)(weights=None), ["classes"]


def fill(network, side):
    """Random numbers where new networks have none, and statistics that fit."""
    import torch

    for module in network.modules():
        if isinstance(module, torch.nn.Linear):
            torch.nn.init.kaiming_normal_(module.weight)
        if isinstance(module, (torch.nn.Linear, torch.nn.Conv2d)) and module.bias is not None:
            # Zeros would hide a bias that is forgotten.
            torch.nn.init.normal_(module.bias, 0.0, 0.1)
    norms = [m for m in network.modules() if isinstance(m, torch.nn.BatchNorm2d)]
    network.eval()
    for norm in norms:
        torch.nn.init.uniform_(norm.weight, 0.5, 1.5)
        torch.nn.init.normal_(norm.bias, 0.0, 0.5)
        momentum, norm.momentum = norm.momentum, 1.0
        norm.train()
    # The numbers that a batch norm sees in training are normalised already, so
    # the second pass only makes sure of that.
    for _ in range(2):
        network(torch.randn(BATCH, 3, side, side))
    for norm in norms:
        norm.momentum = momentum
    network.eval()


def asList(outputs):
    return list(outputs) if isinstance(outputs, tuple) else [outputs]


def check(network, side, names):
    """Prints how outputs spread and change; fails if they collapse."""
    import torch

    first = asList(network(torch.randn(1, 3, side, side)))
    second = asList(network(torch.randn(1, 3, side, side)))
    for name, a, b in zip(names, first, second):
        spread = a.std().item()
        change = ((a - b).abs().max() / a.abs().max()).item()
        print("  %s %s: spread %.3g, change %.3g" % (name, list(a.shape), spread, change))
        if not (spread > LEAST_SPREAD and change > LEAST_CHANGE):
            fail("the output '%s' collapses" % name)


def export(name, path):
    import torch

    side, norms = NETWORKS[name]
    torch.manual_seed(SEED)
    network, outputs = make(name)
    with torch.no_grad():
        fill(network, side)
        check(network, side, outputs)
        mode = torch.onnx.TrainingMode
        torch.onnx.export(
            network, torch.randn(1, 3, side, side), path + ".part", opset_version=13, do_constant_folding=True,
            training=mode.PRESERVE if norms == "keep" else mode.EVAL, input_names=["image"], output_names=outputs)
    os.replace(path + ".part", path)


def main():
    arguments = sys.argv[1:]
    if not arguments or arguments[0].startswith("-"):
        fail("expected OUTPUT-FOLDER [NAME...], but got '%s'" % " ".join(arguments))
    folder, names = arguments[0], arguments[1:] or list(NETWORKS)
    for name in names:
        if name not in NETWORKS:
            fail("expected one of %s, but got '%s'" % (", ".join(NETWORKS), name))
    os.makedirs(folder, exist_ok=True)
    missing = [name for name in names if not os.path.exists(os.path.join(folder, name + ".onnx"))]
    if not missing:
        return
    os.environ["OMP_NUM_THREADS"] = "1"
    try:
        import torch
        import torchvision  # noqa: F401
    except ImportError as error:
        fail("%s; install python3-torch and python3-torchvision" % error)
    torch.set_num_threads(1)
    # The exporter warns of constants that sizes become; that is what we want.
    warnings.simplefilter("ignore")
    for name in missing:
        print("export_torchvision: " + name, flush=True)
        export(name, os.path.join(folder, name + ".onnx"))


main()
