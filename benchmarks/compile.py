#!/usr/bin/env python3
"""How far compiled networks are from their lower bounds.

For each network and machine: the cycles of the program with and without
cascades, of all operations by themselves, and the lower bound that tenon-sim
reports. With --check it exits 1 if a row is not in the table of a page.

    benchmarks/compile.py --bin build/dev/bin [--networks mobilenet_v2,...]
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

NETWORKS = {
    "mobilenet_v2": "MobileNetV2, 224",
    "mobilenet_v3_large": "MobileNetV3-large, 224",
    "efficientnet_b0": "EfficientNet-B0, 224",
    "resnet50": "ResNet-50, 224",
    "ssdlite_mobilenet_v2": "SSDLite-MobileNetV2, 320",
    "deeplab_v3_mobilenet_v2": "DeepLabV3-MobileNetV2, 513",
}
PRESETS = ("ne-small", "ne-medium", "ne-large")


def simulate(tools, network, preset, *options):
    command = [os.path.join(tools, "tenon-sim"), network, "--engine=" + preset, "--report=json", *options]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default="build/dev/bin", help="folder of the tools")
    parser.add_argument("--networks", default=",".join(NETWORKS), help="architectures of tenon-zoo")
    parser.add_argument("--check", metavar="PAGE", help="exit 1 if a row is not in this page")
    args = parser.parse_args()
    page = open(args.check).read().splitlines() if args.check else None
    others = 0
    print("| network | machine | bound (kcycles) | program | times the bound | without cascades | by layer |")
    print("|---|---|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for name in args.networks.split(","):
            network = os.path.join(folder, name + ".mlir")
            zoo = os.path.join(args.bin, "tenon-zoo")
            subprocess.run([zoo, name, "--elide-weights", "-o", network], check=True)
            for preset in PRESETS:
                whole = simulate(args.bin, network, preset)
                plain = simulate(args.bin, network, preset, "--cascades=false")
                layers = simulate(args.bin, network, preset, "--by-layer")
                bound = whole["lower_bound_cycles"]
                cycles = [report["total"]["cycles"] for report in (whole, plain, layers)]
                ratio = cycles[0] / bound
                label = NETWORKS.get(name, name) if preset == PRESETS[0] else ""
                kilo = ["{:,.0f}".format(value / 1e3) for value in (bound, *cycles)]
                row = "| %s | %s | %s | %s | %.3f | %s | %s |" % (label, preset, kilo[0], kilo[1], ratio, kilo[2], kilo[3])
                print(row)
                others += page is not None and row not in page
    if others:
        sys.exit("compile: expected the rows of '%s', but got %d others" % (args.check, others))


if __name__ == "__main__":
    main()
