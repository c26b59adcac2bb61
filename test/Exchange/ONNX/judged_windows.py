"""Pooling, transposed convolutions and resizing."""

import numpy as np
from judged import T, case, h

RANDOM = np.random.RandomState(2)


def node(operator, inputs, outputs=("y",), **attributes):
    return h.make_node(operator, list(inputs), list(outputs), **attributes)


def floats(*shape):
    return RANDOM.uniform(-2, 2, shape).astype("f4")


# Windows that reach over the end.
for n in range(60):
    one = n % 3 == 0
    size = [int(RANDOM.randint(1, 8)) for _ in range(1 if one else 2)]
    kernel = [int(RANDOM.randint(1, 5)) for _ in size]
    strides = [int(RANDOM.randint(1, 4)) for _ in size]
    low = [int(RANDOM.randint(0, k)) for k in kernel]
    high = [int(RANDOM.randint(0, k)) for k in kernel]
    # A place for one window at least, for ceil_mode.
    if any(s + a + b - k <= -t for s, a, b, k, t in zip(size, low, high, kernel, strides)):
        continue
    x = floats(1, 2, *size)
    options = dict(kernel_shape=kernel, strides=strides, pads=low + high, ceil_mode=1)
    label = "%s-%s-%s-%s-%d" % ("x".join(map(str, size)), "x".join(map(str, kernel)), "x".join(map(str, strides)), "x".join(map(str, low + high)), n)
    case("max-" + label, [node("MaxPool", ["x"], **options)], {"x": x}, ["y"], opset=12)
    for include in (0, 1):
        case("average-%d-%s" % (include, label), [node("AveragePool", ["x"], count_include_pad=include, **options)], {"x": x}, ["y"], opset=19)
case("max-small", [node("MaxPool", ["x"], kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1)], {"x": floats(1, 3, 2, 2)}, ["y"], opset=12)
case("max-signal-small", [node("MaxPool", ["x"], kernel_shape=[4], strides=[2], ceil_mode=1)], {"x": floats(1, 1, 3)}, ["y"], opset=12)
case("average-pytorch", [node("AveragePool", ["x"], kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1], ceil_mode=1, count_include_pad=1)],
     {"x": floats(1, 2, 6, 6)}, ["y"], opset=19)
case("max-indices-unread", [node("MaxPool", ["x"], ["y", "i"], kernel_shape=[2, 2], strides=[2, 2], storage_order=1)], {"x": floats(1, 2, 4, 4)}, ["y"], opset=12)
case("max-indices-read", [node("MaxPool", ["x"], ["y", "i"], kernel_shape=[2, 2])], {"x": floats(1, 2, 4, 4)}, ["y", ("i", T.INT64)], isRefused=True)
# Output padding as large as the stride, and larger.
for n, (strides, padding, pads, size) in enumerate((([2, 2], [1, 1], [0, 0, 0, 0], 3), ([1, 2], [0, 1], [1, 1, 0, 1], 3), ([3, 3], [2, 2], [1, 1, 1, 1], 2))):
    case("transposed-%d" % n, [node("ConvTranspose", ["x", "w", "b"], strides=strides, output_padding=padding, pads=pads)], {"x": floats(1, 2, size, size)}, ["y"],
         {"w": floats(2, 3, 3, 3), "b": floats(3)})
for n, shape in enumerate(([9, 9], [12, 11], [8, 10])):
    case("transposed-shape-%d" % n, [node("ConvTranspose", ["x", "w", "b"], strides=[2, 2], output_shape=shape)], {"x": floats(1, 2, 4, 4)}, ["y"],
         {"w": floats(2, 3, 3, 3), "b": floats(3)})
# Resizing before opset 11, one dimension up and one down too.
for mode in ("nearest", "linear"):
    for scales in ([0.6, 0.6], [0.5, 2.0], [1.7, 0.4], [2.0, 2.0], [0.3, 1.0], [1.0, 0.7]):
        for opset, operator in ((10, "Resize"), (9, "Upsample")):
            if operator == "Upsample" and min(scales) < 1:
                continue
            case("%s-%s-%s" % (operator.lower(), mode, scales), [node(operator, ["x", "s"], mode=mode)], {"x": floats(1, 2, 5, 7)}, ["y"],
                 {"s": np.array([1, 1] + scales, "f4")}, opset=opset)
# Resizing since.
COORDINATES = ["half_pixel", "half_pixel_symmetric", "pytorch_half_pixel", "align_corners", "asymmetric"]
for coordinates in COORDINATES:
    for mode in ("nearest", "linear", "cubic"):
        for scales in ([0.6, 1.7], [2.0, 2.0], [0.45, 0.3], [1.3, 1.0]):
            # Between corners, ONNX's own test data measure a size that is not
            # rounded, and ONNX Runtime one that is.
            if coordinates == "align_corners" and scales != [2.0, 2.0]:
                continue
            nearest = ["round_prefer_floor", "floor", "ceil", "round_prefer_ceil"][len(scales) % 4] if mode == "nearest" else None
            options = {"nearest_mode": nearest} if nearest else {}
            case("resize-%s-%s-%s" % (coordinates, mode, scales),
                 [node("Resize", ["x", "", "s"], mode=mode, coordinate_transformation_mode=coordinates, **options)], {"x": floats(1, 2, 5, 7)}, ["y"],
                 {"s": np.array([1, 1] + scales, "f4")}, opset=19, tolerance=1e-4)
for mode in ("linear", "cubic"):
    for exclude in (0, 1):
        for sizes in ([3, 4], [10, 3], [5, 2], [2, 2], [9, 11]):
            for coordinates in ("half_pixel", "align_corners", "half_pixel_symmetric"):
                case("antialias-%s-%d-%s-%s" % (mode, exclude, sizes, coordinates),
                     [node("Resize", ["x", "", "", "s"], mode=mode, antialias=1, exclude_outside=exclude, coordinate_transformation_mode=coordinates)],
                     {"x": floats(1, 2, 8, 9)}, ["y"], {"s": np.array([1, 2] + sizes, np.int64)}, opset=19, tolerance=1e-4)
    case("exclude-" + mode, [node("Resize", ["x", "", "s"], mode=mode, exclude_outside=1)], {"x": floats(1, 2, 4, 5)}, ["y"],
         {"s": np.array([1, 1, 2.3, 0.8], "f4")}, opset=18, tolerance=1e-4)
for policy in ("not_larger", "not_smaller"):
    for sizes in ([7, 6], [3, 9], [10, 4]):
        # Exports have scales, of which sizes are rounded down.
        scale = (min if policy == "not_larger" else max)(sizes[0] / 4, sizes[1] / 6)
        exports = all(np.floor(size * scale) == np.floor(size * scale + 0.5) for size in (4, 6))
        case("policy-%s-%s" % (policy, sizes), [node("Resize", ["x", "", "", "s"], mode="linear", axes=[2, 3], keep_aspect_ratio_policy=policy)],
             {"x": floats(1, 2, 4, 6)}, ["y"], {"s": np.array(sizes, np.int64)}, opset=18, tolerance=1e-4, exports=exports)
for mode in ("linear", "nearest", "cubic"):
    for roi in ([0, 0, 0.2, 0.3, 1, 1, 0.8, 0.9], [0, 0, -0.3, 0.1, 1, 1, 0.7, 1.2]):
        case("crop-%s-%s" % (mode, roi[2]),
             [node("Resize", ["x", "roi", "", "s"], mode=mode, coordinate_transformation_mode="tf_crop_and_resize", extrapolation_value=7.0)],
             {"x": floats(1, 2, 6, 5)}, ["y"], {"roi": np.array(roi, "f4"), "s": np.array([1, 2, 4, 7], np.int64)}, opset=13, tolerance=1e-4)
case("resize-signal", [node("Resize", ["x", "", "s"], mode="linear", coordinate_transformation_mode="half_pixel_symmetric")], {"x": floats(1, 2, 7)}, ["y"],
     {"s": np.array([1, 1, 1.6], "f4")}, opset=19, tolerance=1e-4)
# Slices that go backwards.
for n, (starts, ends, axes, steps) in enumerate((([-1], [-10], [3], [-1]), ([5], [0], [2], [-2]), ([-1, 6], [-9, 1], [2, 3], [-1, -2]), ([2], [-20], [1], [-1]))):
    values = {key: np.array(value, np.int64) for key, value in (("st", starts), ("en", ends), ("ax", axes), ("sp", steps))}
    case("backwards-%d" % n, [node("Slice", ["x", "st", "en", "ax", "sp"])], {"x": floats(1, 3, 6, 7)}, ["y"], values)
