#!/usr/bin/env bash
# Fuzzes what reads files: fuzz.sh BUILD-FOLDER SECONDS [JOBS]
# The seconds are shared by the targets, JOBS of them at a time. What was found
# interesting stays in BUILD-FOLDER/fuzz and is gone on from the next time.
# Exit code 1 if there is a finding, with the command that runs it again.
set -euo pipefail
cd "$(dirname "$0")/.."
build=$(realpath "$1")
seconds=$2
jobs=${3:-1}
out=$build/fuzz
targets=(onnx network engine tensors)
each=$((seconds * jobs / ${#targets[@]}))
[ "$each" -gt 0 ] || each=1

/usr/bin/python3 test/Fuzz/seeds.py test "$out/seeds"

# fuzz TARGET: adds to corpus and findings of one target.
fuzz() {
  local target=$1 binary=$build/bin/tenon-fuzz-$1 options=()
  case $target in
    network | engine)
      binary=$build/bin/tenon-fuzz-parser
      options=("-dict=$out/seeds/words.dict")
      ;;
  esac
  mkdir -p "$out/corpus/$target" "$out/findings"
  "$binary" "-max_total_time=$each" "-artifact_prefix=$out/findings/$target-" \
    -timeout=20 -rss_limit_mb=4096 -max_len=20000 -print_final_stats=1 "${options[@]}" \
    "$out/corpus/$target" "$out/seeds/$target" >"$out/$target.log" 2>&1 && return 0
  echo "fuzz: a finding in '$target':" >&2
  grep -E '^(expected|SUMMARY|==[0-9]+==ERROR|.*runtime error)' "$out/$target.log" | head -5 >&2 || true
  local input
  input=$(sed -n 's/.*Test unit written to //p' "$out/$target.log" | tail -1)
  echo "fuzz: again: $binary $input" >&2
  return 1
}
export -f fuzz
export build out each

printf '%s\n' "${targets[@]}" | xargs -P "$jobs" -I{} bash -c 'fuzz {}' && status=0 || status=1
for target in "${targets[@]}"; do
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$out/$target.log")
  echo "fuzz: $target: ${runs:-?} runs in $each s"
done
exit $status
