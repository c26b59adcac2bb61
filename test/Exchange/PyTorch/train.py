"""One step of training: every parameter gets a gradient, and the loss falls."""

import os
import sys

import torch
from compare import export

os.makedirs(sys.argv[2], exist_ok=True)
torch.manual_seed(1)
network = export(sys.argv[1], sys.argv[2]).train()
image, label = torch.randn(next(iter(network.inputs.values()))), torch.tensor([3])
image = torch.cat([image, image + 0.1])
label = torch.cat([label, label])
optimizer = torch.optim.SGD(network.parameters(), lr=1e-3)
losses = []
for _ in range(2):
    optimizer.zero_grad()
    loss = torch.nn.functional.cross_entropy(network(image), label)
    loss.backward()
    without = [name for name, parameter in network.named_parameters() if parameter.grad is None]
    assert not without, without
    optimizer.step()
    losses.append(loss.item())
assert losses[1] < losses[0], losses
print("%d parameters trained" % len(list(network.parameters())))
