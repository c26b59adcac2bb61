#!/usr/bin/env bash
# Installs what Tenon is built with, on Debian 12. Asks no network when nothing
# is missing. --demo adds what the demonstration uses, --tests what the tests do.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(
  cmake ninja-build ccache git
  clang-22 lld-22 clang-format-22 clang-tidy-22 libclang-rt-22-dev
  llvm-22-dev llvm-22-tools libmlir-22-dev mlir-22-tools
  libonnx-dev libprotobuf-dev protobuf-compiler libfmt-dev libgtest-dev
  libeigen3-dev libsqlite3-dev zlib1g-dev libzstd-dev libxgboost-dev pkg-config
)
tests=(libonnx-testdata python3 python3-onnx python3-numpy)
[ "${1:-}" = --tests ] && packages+=("${tests[@]}")
# Any npm will do, not only Debian's.
if [ -n "${1:-}" ] && ! command -v npm >/dev/null; then
  packages+=(npm)
fi

# install PACKAGE...: those that are missing.
install() {
  local missing=() package state sudo=
  for package; do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  echo "setup: installing ${missing[*]}"
  [ "$(id -u)" = 0 ] || sudo=sudo
  export DEBIAN_FRONTEND=noninteractive
  $sudo apt-get update -qq &&
    $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

install "${packages[@]}"

# Tests that need these skip without them, and say so.
if [ "${1:-}" = --tests ]; then
  utils/fetch.sh onnxruntime || echo "setup: no ONNX Runtime; the tests that need it will skip"
  utils/fetch.sh mlsd || echo "setup: no M-LSD model; the tests that need it will skip"
  utils/fetch.sh ppocr || echo "setup: no PP-OCR model; the tests that need it will skip"
  utils/fetch.sh silero || echo "setup: no Silero VAD model; the tests that need it will skip"
  { install python3-torch python3-torchvision &&
    /usr/bin/python3 utils/export_torchvision.py "${TENON_CACHE:-.cache}/torchvision"; } ||
    echo "setup: no networks of torchvision; the tests that need them will skip"
fi
