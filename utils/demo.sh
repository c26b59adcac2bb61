#!/usr/bin/env bash
# Fits two networks to the machine ne-medium and shows what that brings:
# SSDLite-MobileNetV2, a detector, with seeded weights; and M-LSD, a trained
# line detector. Usage: utils/demo.sh BUILD-FOLDER
set -euo pipefail
cd "$(dirname "$0")/.."
PATH="$PWD/$1/bin:$PATH"
cache=${TENON_CACHE:-$PWD/.cache}
mkdir -p out

echo "== SSDLite-MobileNetV2 at 320 pixels"
tenon-zoo ssdlite_mobilenet_v2 --input=320 -o out/ssdlite.mlir
tenon-nas out/ssdlite.mlir --space=@fit -o out/ssdlite --trials=300 --seed=1 --force

echo
echo "== M-LSD line detector, trained"
if utils/fetch.sh mlsd; then
  cp "$cache/mlsd_320x320_large.onnx" out/
  tenon-nas out/mlsd_320x320_large.onnx --space=@fit -o out/mlsd --trials=300 --seed=1 --force
else
  echo "skipped: the model could not be fetched"
fi
