"""Prints a network of recurrent cells with every combination of their operands.

    recurrence.py        weights, biases, states and peepholes are parameters
    recurrence.py last   the last states alone are results
"""

import itertools
import random
import sys

STEPS, ROWS, CHANNELS, UNITS = 3, 2, 3, 4
SHAPES = {"bias": lambda g: (g * UNITS,), "recurrent_bias": lambda g: (g * UNITS,), "hidden": lambda g: (ROWS, UNITS),
          "cell": lambda g: (ROWS, UNITS), "peephole": lambda g: (3 * UNITS,)}
draw = random.Random(1)
lines, results = [], []


def tensor(*shape):
    return "tensor<" + "".join(f"{size}x" for size in shape) + "f32>"


def numbers(shape):
    if not shape:
        return f"{draw.uniform(-1, 1):.6f}"
    return "[" + ", ".join(numbers(shape[1:]) for _ in range(shape[0])) + "]"


def parameter(shape):
    name = f"p{len(lines)}"
    lines.append(f'  %{name} = nn.parameter "{name}" value(dense<{numbers(shape)}> : {tensor(*shape)}) : {tensor(*shape)}')
    return f"%{name}", tensor(*shape)


def add_cell(kind, gates, names, flags, steps):
    used = [parameter((gates * UNITS, CHANNELS)), parameter((gates * UNITS, UNITS))]
    text = f"nn.{kind} %x{steps}, {used[0][0]}, {used[1][0]}"
    for name in names:
        used.append(parameter(SHAPES[name](gates)))
        text += f" {name} {used[-1][0]}"
    types = [tensor(steps, ROWS, UNITS)] + [tensor(ROWS, UNITS)] * (gates - 2)
    number = len(lines)
    sources = ", ".join([tensor(steps, ROWS, CHANNELS), *(kind for _, kind in used)])
    lines.append(f'  %r{number}:{len(types)} = {" ".join([text, *flags])} : ({sources}) -> ({", ".join(types)}) loc("cell{number}")')
    first = 1 if sys.argv[1:] == ["last"] else 0
    results.extend((f"%r{number}#{k}", types[k]) for k in range(first, len(types)))


def subsets(names):
    return itertools.chain.from_iterable(itertools.combinations(names, count) for count in range(len(names) + 1))


for steps in (1, STEPS):
    for flags in subsets(["reverse"]):
        for names in subsets(["bias", "recurrent_bias", "hidden", "cell", "peephole"]):
            add_cell("lstm", 4, names, flags, steps)
    for flags in subsets(["reverse", "linear_before_reset"]):
        for names in subsets(["bias", "recurrent_bias", "hidden"]):
            add_cell("gru", 3, names, flags, steps)
types = ", ".join(kind for _, kind in results)
print(f"func.func @main(%x1: {tensor(1, ROWS, CHANNELS)}, %x{STEPS}: {tensor(STEPS, ROWS, CHANNELS)}) -> ({types}) {{")
print("\n".join(lines))
print(f"  return {', '.join(name for name, _ in results)} : {types}\n}}")
