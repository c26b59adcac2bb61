# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Searches over every pass with every kind of hole: on a network with inverted
bottlenecks, on one without, and on one without channels that can change."""

import subprocess

CHAIN = """func.func @main(%x: tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32> {
  %v = nn.parameter "v" : tensor<24x3x3x8xf32>
  %w = nn.parameter "w" : tensor<8x3x3x24xf32>
  %0 = nn.conv2d %x, %v pads [1, 1, 1, 1] : (tensor<1x8x8x8xf32>, tensor<24x3x3x8xf32>) -> tensor<1x8x8x24xf32>
  %1 = nn.conv2d %0, %w pads [1, 1, 1, 1] : (tensor<1x8x8x24xf32>, tensor<8x3x3x24xf32>) -> tensor<1x8x8x8xf32>
  return %1 : tensor<1x8x8x8xf32>
}
"""
ALONE = """func.func @main(%x: tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32> {
  %w = nn.parameter "w" : tensor<8x3x3x8xf32>
  %0 = nn.conv2d %x, %w pads [1, 1, 1, 1] : (tensor<1x8x8x8xf32>, tensor<8x3x3x8xf32>) -> tensor<1x8x8x8xf32>
  return %0 : tensor<1x8x8x8xf32>
}
"""
BLOCKS = ["nn-fuse-ibn{blocks=%s}", "nn-expand-depthwise{blocks=%s}"]
GROUPS = ["nn-scale-channels{groups=%s multiplier=0.5}", "nn-set-channels{groups=%s to=16}", "nn-equalize-channels{groups=%s to=max}"]
CHOICES = ["nn-scale-channels{multiplier=?{0.5,1}}", "nn-set-channels{to=?{8,16}}", "nn-equalize-channels{to=?{mean,min,max} divisor=?{4,8}}",
           "nn-align-channels{to=?{none,engine,16} mode=?{up,down,nearest}}", "nn-scale-resolution{input=?{64x64,32x32}}",
           "nn-pin-channels{groups=?{ch0,ch1}}", "nn-scale-channels{multiplier=0.5 rounding=?{mobilenet,exact}}"]
runs = 0


def search(network, element, code, *parts, labels=True):
    """One search, of few networks: what it says has all parts."""
    global runs
    runs += 1
    space = "builtin.module(engine-attach-target{preset=ne-small},%s%s)" % ("nn-label-blocks," if labels else "", element)
    command = ["tenon-nas", network, "--space=" + space, "--trials=4", "--limit=cycles:1T", "-o", "out%d" % runs]
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    text = result.stdout + result.stderr
    assert result.returncode == code, (command, result.returncode, text)
    for part in parts:
        assert part in text, (command, part, text)
    return text


NAMES = "the network has no names for this option; the hole is filled with none"
subprocess.run(["tenon-zoo", "mobilenet_v2", "--input=32", "--elide-weights", "-o", "net.mlir"], check=True)
for name, text in (("chain", CHAIN), ("alone", ALONE)):
    with open(name + ".mlir", "w") as file:
        file.write(text)
for element in BLOCKS:
    option = element.partition("=")[0].partition("{")[2]
    assert NAMES not in search("net.mlir", element % "?subset{ibn*}", 0, option + "=")
    # Of no pass an option takes pairs of names and values.
    search("net.mlir", element % "?each{ibn*: 1,2}", 1, "failed; the first: ")
    for network in ("chain.mlir", "alone.mlir"):
        for hole in ("?subset{ibn*}", "?each{ibn*: 1,2}"):
            search(network, element % hole, 0, "tenon-nas: note: hole 'blocks=%s'" % hole, NAMES, "1 points, 1 tried, 0 failed")
    search("chain.mlir", element % "?subset{ibn0}", 1, "names 'ibn0', which does not exist; there are no names")
for element in GROUPS:
    for labels in (True, False):
        search("net.mlir", element % "?subset{*}", 0, " tried, 0 failed", labels=labels)
    search("net.mlir", element % "?each{ch*: 1,2}", 1, "failed; the first: ")
    search("chain.mlir", element % "?subset{*}", 0, "2 points, 2 tried, 0 failed")
    for hole in ("?subset{*}", "?each{ch*: 1,2}"):
        search("alone.mlir", element % hole, 0, "tenon-nas: note: hole 'groups=%s'" % hole, NAMES, "1 points, 1 tried, 0 failed")
for element in CHOICES:
    search("net.mlir", element, 0, "0 failed")
# Several holes of which one has no names: the others are searched.
search("chain.mlir", "nn-scale-channels{multiplier=?{0.5,1}},nn-fuse-ibn{blocks=?subset{ibn*}}", 0, NAMES, "2 points, 2 tried", "only nn-scale-channels")
search("net.mlir", "nn-unfuse-ibn{blocks=?subset{*}}", 0, NAMES)
search("net.mlir", "nn-pin-channels{groups=?subset{*}}", 1, "the pass does not say what the option can be")
# The search of the README.
result = subprocess.run(["tenon-nas", "chain.mlir", "--space=@fit", "--minimize=latency", "--keep=expressiveness:0.5", "-o", "fit"],
                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
assert result.returncode == 0 and NAMES in result.stderr and "blocks=\n" in result.stdout, result
print(runs, "searches")
