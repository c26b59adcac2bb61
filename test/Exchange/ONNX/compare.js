// Compares what ONNX models compute, with ONNX Runtime.
//
//   node compare.js A.onnx B.onnx [--tolerance=T] [--runs=N]
//     Feeds both models the same seeded numbers. Prints the largest difference
//     of each output, absolute and relative to the output's scale. Fails above
//     the tolerance, where names, shapes or types differ, and if an output
//     collapses to one number.
//   node compare.js --suite FOLDER [--tolerance=T]
//     For each model of FOLDER/imported.json: runs it on the inputs of
//     NAME.json and compares with the outputs there.
'use strict';
const fs = require('fs');
const path = require('path');
const ort = require('onnxruntime-node');
ort.env.logLevel = 'error';

const SESSION = {logSeverityLevel: 4, intraOpNumThreads: 2, interOpNumThreads: 1};
// Halves are bit patterns and compared as numbers.
const TYPES = {
  float32: Float32Array, float64: Float64Array, float16: Uint16Array,
  int8: Int8Array, int16: Int16Array, int32: Int32Array, int64: BigInt64Array,
  uint8: Uint8Array, uint16: Uint16Array, uint32: Uint32Array,
  uint64: BigUint64Array, bool: Uint8Array,
};

function makeRandom(seed) {
  let state = BigInt(seed);
  return () => {  // splitmix64, to [0, 1)
    const mask = (1n << 64n) - 1n;
    state = (state + 0x9e3779b97f4a7c15n) & mask;
    let z = state;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & mask;
    z ^= z >> 31n;
    return Number(z >> 11n) / 2 ** 53;
  };
}

function fromHalf(bits) {
  const sign = bits & 0x8000 ? -1 : 1, exponent = (bits >> 10) & 31, rest = bits & 1023;
  if (exponent === 31) return rest ? NaN : sign * Infinity;
  return sign * (exponent ? 2 ** (exponent - 15) * (1 + rest / 1024) : 2 ** -14 * (rest / 1024));
}

function numbersOf(tensor) {
  const isHalf = tensor.type === 'float16' && tensor.data instanceof Uint16Array;
  return Float64Array.from(tensor.data, x => isHalf ? fromHalf(x) : Number(x));
}

function difference(a, b) {
  let absolute = 0, scale = 0;
  let low = Infinity, high = -Infinity;
  for (let i = 0; i < a.length; ++i) {
    const x = a[i], y = b[i];
    if (Number.isFinite(x)) {
      scale = Math.max(scale, Math.abs(x));
      low = Math.min(low, x);
      high = Math.max(high, x);
    }
    if (x === y || (Number.isNaN(x) && Number.isNaN(y))) continue;
    const d = Math.abs(x - y);
    absolute = Number.isNaN(d) ? Infinity : Math.max(absolute, d);
  }
  const relative = absolute === 0 ? 0 : absolute / (scale || 1);
  return {absolute, relative, isConstant: a.length > 1 && !(high > low)};
}

async function open(file, options = {}) {
  return ort.InferenceSession.create(file, {...SESSION, ...options});
}

function metadataOf(session) {
  const list = session.inputMetadata;
  return Array.isArray(list) ? list : session.inputNames.map(n => ({name: n, ...list[n]}));
}

async function compareModels(fileA, fileB, tolerance, runs) {
  const a = await open(fileA), b = await open(fileB);
  let failed = false;
  const fail = text => { console.log('FAILED: ' + text); failed = true; };
  if (String(a.inputNames) !== String(b.inputNames))
    fail(`inputs are named ${a.inputNames} and ${b.inputNames}`);
  if (String(a.outputNames) !== String(b.outputNames))
    fail(`outputs are named ${a.outputNames} and ${b.outputNames}`);
  if (failed) return 1;
  for (let run = 0; run < runs; ++run) {
    const random = makeRandom(run + 1), feeds = {};
    for (const input of metadataOf(b)) {
      const n = input.shape.reduce((x, y) => x * y, 1);
      const data = Float32Array.from({length: n}, () => 2 * random() - 1);
      feeds[input.name] = new ort.Tensor('float32', data, input.shape);
    }
    const left = await a.run(feeds), right = await b.run(feeds);
    for (const name of a.outputNames) {
      const x = left[name], y = right[name];
      if (x.type !== y.type || String(x.dims) !== String(y.dims)) {
        fail(`${name}: ${x.type} ${x.dims} and ${y.type} ${y.dims}`);
        continue;
      }
      const d = difference(numbersOf(x), numbersOf(y));
      console.log(`${name}: absolute ${d.absolute.toExponential(2)}, relative ${d.relative.toExponential(2)}`);
      if (!(d.relative <= tolerance)) fail(`${name} differs`);
      if (d.isConstant) fail(`${name} is one number only`);
    }
  }
  return failed ? 1 : 0;
}

function toTensor(t) {
  const buffer = Buffer.from(t.bytes, 'base64');
  const copy = new Uint8Array(buffer).buffer;
  return new ort.Tensor(t.type, new TYPES[t.type](copy), t.dims);
}

/// Runs a model on inputs in their order; the outputs in their order.
async function runInOrder(file, inputs) {
  const session = await open(file), feeds = {};
  session.inputNames.forEach((name, i) => { feeds[name] = inputs[i]; });
  const results = await session.run(feeds);
  const outputs = session.outputNames.map(name => results[name]);
  if (session.release) await session.release();
  return {names: session.inputNames, outputs};
}

async function compareOne(folder, name, tolerance) {
  const test = JSON.parse(fs.readFileSync(path.join(folder, name + '.json')));
  const inputs = test.inputs.map(toTensor), expected = test.outputs.map(toTensor);
  let result;
  try {
    result = await runInOrder(path.join(folder, name + '.onnx'), inputs);
  } catch (error) {
    const why = String(error.message).split('\n')[0];
    try {  // The runtime lacks some kernels; then the original fails as well.
      await runInOrder(test.original, inputs);
    } catch (other) {
      return {kind: 'not run', note: why};
    }
    return {kind: 'FAILED', note: 'only the original runs: ' + why};
  }
  if (String(result.names) !== String(test.inputNames))
    return {kind: 'FAILED', note: `inputs are named ${result.names}`};
  for (let i = 0; i < expected.length; ++i) {
    const x = expected[i], y = result.outputs[i];
    if (!y || x.type !== y.type || String(x.dims) !== String(y.dims))
      return {kind: 'FAILED', note: `output ${i} is ${y && y.type} [${y && y.dims}], not ${x.type} [${x.dims}]`};
    const d = difference(numbersOf(x), numbersOf(y));
    const allowed = x.type === 'float16' ? Math.max(tolerance, 2e-3) : tolerance;
    if (!(d.relative <= allowed))
      return {kind: 'FAILED', note: `output ${i} differs by ${d.absolute}, relative ${d.relative}`};
  }
  return {kind: 'equal'};
}

async function main() {
  const options = {tolerance: 1e-4, runs: 2, least: 1}, files = [];
  let suite = false;
  for (const argument of process.argv.slice(2)) {
    const match = argument.match(/^--(tolerance|runs|least)=(.*)$/);
    if (match) options[match[1]] = Number(match[2]);
    else if (argument === '--suite') suite = true;
    else files.push(argument);
  }
  if (!suite) return compareModels(files[0], files[1], options.tolerance, options.runs);
  const counts = {equal: 0, 'not run': 0, FAILED: 0};
  for (const name of JSON.parse(fs.readFileSync(path.join(files[0], 'imported.json')))) {
    const {kind, note} = await compareOne(files[0], name, options.tolerance);
    ++counts[kind];
    if (kind !== 'equal') console.log(`${kind} ${name}: ${note}`);
  }
  for (const [kind, count] of Object.entries(counts)) console.log(`${kind}: ${count}`);
  return counts.FAILED || counts.equal < options.least ? 1 : 0;
}

if (require.main === module) {
  main().then(code => process.exit(code), error => {
    console.log('FAILED: ' + String(error.message).split('\n')[0]);
    process.exit(1);
  });
}

module.exports = {TYPES, makeRandom, metadataOf, open};
