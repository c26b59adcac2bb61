"""Prints a network that is one chain of products: long-chains.py LENGTH."""

import sys

TYPE = "tensor<4xf32>"
last = "%x"
print(f"func.func @chain(%x: {TYPE}, %y: {TYPE}) -> {TYPE} {{")
for i in range(int(sys.argv[1])):
    print(f"  %{i} = nn.mul {last}, %y : ({TYPE}, {TYPE}) -> {TYPE}")
    last = f"%{i}"
print(f"  return {last} : {TYPE}\n}}")
