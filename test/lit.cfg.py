# Set-up of the test suite: where the tools are, what the machine has.

import os
import shutil
import subprocess

import lit.formats
from lit.llvm import llvm_config  # noqa: F401  (only to fail early without llvm)

config.name = "Tenon"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".mlir", ".test"]
config.excludes = ["Inputs", "CMakeLists.txt"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.binary_root, "test")

path = [os.path.join(config.binary_root, "bin"), config.llvm_tools_dir, config.environment.get("PATH", os.environ["PATH"])]
config.environment["PATH"] = os.pathsep.join(path)
for name in ("TENON_REFERENCE", "TENON_FULL", "TENON_CACHE", "ASAN_OPTIONS", "UBSAN_OPTIONS"):
    if name in os.environ:
        config.environment[name] = os.environ[name]
if "address" in config.sanitize and "ASAN_OPTIONS" not in os.environ:
    # The MLIR library is not instrumented: it neither poisons what its arenas
    # hold back nor sees what ours do, and contexts are never freed by tools.
    config.environment["ASAN_OPTIONS"] = "allow_user_poisoning=0:detect_leaks=0"
if config.sanitize:
    config.available_features.add("sanitized")
if "TENON_FULL" in os.environ:
    config.available_features.add("full")

cache = os.environ.get("TENON_CACHE", os.path.join(config.source_root, ".cache"))
config.environment["NODE_PATH"] = os.path.join(cache, "onnxruntime", "node_modules")

mlir_include_dirs = config.mlir_include_dirs.split(";")
config.substitutions += [
    ("%source", config.source_root),
    ("%binary", config.binary_root),
    ("%cache", cache),
    ("%reference", os.environ.get("TENON_REFERENCE", "/nonexistent")),
    ("%version", config.version),
    ("%python", "/usr/bin/python3"),
    ("%cxx", config.compiler),
    ("%cmake", config.cmake),
    ("%mlir_includes", " ".join("--include=" + d for d in mlir_include_dirs)),
    ("%mlir_isystem", " ".join("-isystem " + d for d in mlir_include_dirs)),
]

# Optional judges. A test that lacks one says so: `REQUIRES` reports it as unsupported.
onnx_data = "/usr/share/libonnx-testdata/data"
config.substitutions.append(("%onnx_data", onnx_data))
features = {
    "clang-format": shutil.which("clang-format-22") is not None,
    "onnx-testdata": os.path.isdir(onnx_data),
    "onnxruntime": shutil.which("node") is not None
    and os.path.isdir(os.path.join(config.environment["NODE_PATH"], "onnxruntime-node")),
    "mlsd": os.path.exists(os.path.join(cache, "mlsd_320x320_large.onnx")),
    "ppocr": os.path.exists(os.path.join(cache, "ch_ppocr_mobile_v2.0_cls_infer.onnx")),
    "silero": os.path.exists(os.path.join(cache, "silero_vad_v5.onnx")),
    "torch": subprocess.run(["/usr/bin/python3", "-c", "import importlib.util as u; u.find_spec('torch').name"], stderr=subprocess.DEVNULL).returncode == 0,
    # The last one that is exported.
    "torchvision": os.path.exists(os.path.join(cache, "torchvision", "ssdlite320_mobilenet_v3_large.onnx")),
    "reference": os.path.isdir(os.environ.get("TENON_REFERENCE", "/nonexistent")),
}
for feature, present in features.items():
    if present:
        config.available_features.add(feature)
    else:
        lit_config.note("%s is not there: the tests that need it skip" % feature)
