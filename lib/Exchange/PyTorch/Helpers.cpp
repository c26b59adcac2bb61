//===- Helpers.cpp - Python functions for what PyTorch does not have ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Script.h"
#include "llvm/ADT/StringSwitch.h"

using namespace tenon;

static constexpr llvm::StringLiteral kNormalize = R"(
def _normalize(x, dims, eps):
    """Zero mean and unit variance over dimensions."""
    variance, mean = torch.var_mean(x, dims, unbiased=False, keepdim=True)
    return (x - mean) / torch.sqrt(variance + eps)
)";

static constexpr llvm::StringLiteral kPad = R"(
def _pad(x, dim, low, high, reflect):
    """Repeats the edge of a dimension, or mirrors what is behind it."""
    last = x.shape[dim] - 1
    index = torch.arange(-low, last + 1 + high, device=x.device)
    if reflect:
        index = last - (last - index.abs()).abs()
    return x.index_select(dim, index.clamp(0, last))
)";

static constexpr llvm::StringLiteral kTake = R"(
def _take(x, index, dim):
    """Slices of a dimension; negative indices count from the end."""
    flat = (index % x.shape[dim]).long().flatten()
    shape = x.shape[:dim] + index.shape + x.shape[dim + 1:]
    return x.index_select(dim, flat).reshape(shape)
)";

static constexpr llvm::StringLiteral kLstm = R"(
def _lstm(x, w, r, bias, recurrent_bias, h, c, peephole):
    """An LSTM over a sequence; gates are input, output, forget, cell."""
    size = r.shape[1]
    h = x.new_zeros(x.shape[1], size) if h is None else h
    c = x.new_zeros(x.shape[1], size) if c is None else c
    p = (0.0, 0.0, 0.0) if peephole is None else peephole.chunk(3)
    sequence = []
    for t in range(x.shape[0]):
        gates = F.linear(x[t], w, bias) + F.linear(h, r, recurrent_bias)
        i, o, f, g = gates.chunk(4, 1)
        i, f = torch.sigmoid(i + p[0] * c), torch.sigmoid(f + p[2] * c)
        c = f * c + i * torch.tanh(g)
        h = torch.sigmoid(o + p[1] * c) * torch.tanh(c)
        sequence.append(h)
    return torch.stack(sequence), (h, c)
)";

static constexpr llvm::StringLiteral kGru = R"(
def _gru(x, w, r, bias, recurrent_bias, h, linear_before_reset):
    """A GRU over a sequence; gates are update, reset, candidate."""
    size = r.shape[1]
    h = x.new_zeros(x.shape[1], size) if h is None else h
    rest = None if recurrent_bias is None else recurrent_bias[2 * size:]
    sequence = []
    for t in range(x.shape[0]):
        zx, rx, nx = F.linear(x[t], w, bias).chunk(3, 1)
        zh, rh, nh = F.linear(h, r, recurrent_bias).chunk(3, 1)
        z, reset = torch.sigmoid(zx + zh), torch.sigmoid(rx + rh)
        if linear_before_reset:
            n = torch.tanh(nx + reset * nh)
        else:
            n = torch.tanh(nx + F.linear(reset * h, r[2 * size:], rest))
        h = n + z * (h - n)
        sequence.append(h)
    return torch.stack(sequence), h
)";

static constexpr llvm::StringLiteral kResize = R"(
def _positions(size, out, scale, coordinates):
    """Where each element of the result lies in the input."""
    i = np.arange(out, dtype=np.float64)
    if coordinates == "pytorch_half_pixel" and out == 1:
        return 0 * i
    if coordinates == "align_corners":
        last = out - 1 if scale is None else size * float(np.float32(scale)) - 1
        return i * (size - 1) / last if out > 1 else 0 * i
    if scale is None:
        return (i * size / out if coordinates == "asymmetric"
                else ((2 * i + 1) * size - out) / (2 * out))
    i, half = i.astype(np.float32), np.float32(0.5)
    x = (i / np.float32(scale) if coordinates == "asymmetric"
         else (i + half) / np.float32(scale) - half)
    return x.astype(np.float64)


def _mix(x, size, mode, rounding, a, exclude_outside):
    """Neighbours of positions, and the weights of them."""
    if mode == "nearest":
        index = {"round_prefer_floor": np.ceil(x - 0.5),
                 "round_prefer_ceil": np.floor(x + 0.5),
                 "floor": np.floor(x), "ceil": np.ceil(x)}[rounding]
        return index[:, None], np.ones((len(x), 1))
    if mode == "linear":
        x = x.clip(0, size - 1)
        below = np.floor(x)
        weight = (x - below)[:, None]
        return (np.stack([below, below + 1], 1),
                np.concatenate([1 - weight, weight], 1))
    x = x.clip(-4, size + 4)
    index = np.floor(x)[:, None] + np.arange(-1, 3)
    d = np.abs(x[:, None] - index)
    weights = np.where(d <= 1, ((a + 2) * d - (a + 3)) * d * d + 1,
                       ((a * d - 5 * a) * d + 8 * a) * d - 4 * a)
    if exclude_outside:
        weights = np.where((index < 0) | (index >= size), 0, weights)
        weights /= weights.sum(1, keepdims=True)
    return index, weights


def _resize(x, dim, out, scale, mode, coordinates, rounding, a,
            exclude_outside):
    """Resamples a dimension, as a product with a matrix of weights."""
    size = x.shape[dim]
    index, weights = _mix(_positions(size, out, scale, coordinates), size,
                          mode, rounding, a, exclude_outside)
    matrix = np.zeros((out, size))
    for i, row in enumerate(index.clip(0, size - 1).astype(int)):
        np.add.at(matrix[i], row, weights[i])
    matrix = torch.from_numpy(matrix).to(x)
    return torch.matmul(x.transpose(dim, -1), matrix.T).transpose(dim, -1)
)";

llvm::StringRef pytorch::getHelper(llvm::StringRef name) {
  return llvm::StringSwitch<llvm::StringRef>(name)
      .Case("_gru", kGru)
      .Case("_lstm", kLstm)
      .Case("_normalize", kNormalize)
      .Case("_pad", kPad)
      .Case("_resize", kResize)
      .Case("_take", kTake)
      .Default("");
}
