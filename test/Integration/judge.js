// What ONNX Runtime computes: seeded inputs of a model and its outputs, as
// files for other tools to be held against.
//
//   node judge.js MODEL.onnx FOLDER SEED [--shape=NAME=1x3x..]... [--value=NAME=NUMBER]...
//     [--range=NAME=LOW:HIGH]... [--near=COUNT]
//
// Writes FOLDER/input_NAME.npy and FOLDER/output_NAME.npy, FOLDER/args with a
// line `--input=NAME=FILE` for each input, and FOLDER/outputs with a line
// `NAME=FILE` for each output. --shape binds open dimensions; --value fills an
// input with one number, such as a sampling rate that is not any number; --range
// is where random numbers are, [-1, 1) without it for floating point. --near runs
// the model on inputs next to the same ones as well and writes the outputs to
// FOLDER/nearI_NAME.npy and their list to FOLDER/nearI: what moves a lot there is
// not the network's to say.
'use strict';
const fs = require('fs');
const path = require('path');
const ort = require('onnxruntime-node');
const {TYPES, makeRandom, metadataOf, open} = require('../Exchange/ONNX/compare.js');

// Types as NumPy spells them. Halves stay the bits that they are.
const DESCRIPTIONS = {
  float32: '<f4', float64: '<f8', float16: '<f2', int8: '|i1', int16: '<i2', int32: '<i4', int64: '<i8',
  uint8: '|u1', uint16: '<u2', uint32: '<u4', uint64: '<u8', bool: '|b1',
};

function fail(text) {
  console.error('judge: ' + text);
  process.exit(1);
}

/// The NumPy file of a tensor.
function encode(tensor) {
  const shape = tensor.dims.map(d => d + ',').join(' ');
  const text = `{'descr': '${DESCRIPTIONS[tensor.type]}', 'fortran_order': False, 'shape': (${shape}), }`;
  // Data starts at a multiple of 64; 10 bytes and a line end go with the text.
  const header = text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11) + '\n';
  const start = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 255, header.length >> 8]);
  const {buffer, byteOffset, byteLength} = tensor.data;
  return Buffer.concat([start, Buffer.from(header, 'latin1'), Buffer.from(buffer, byteOffset, byteLength)]);
}

/// The bits of the half nearest to a number in [-65504, 65504].
function toHalf(x) {
  const sign = x < 0 ? 0x8000 : 0, a = Math.abs(x);
  const exponent = Math.max(-14, a ? Math.floor(Math.log2(a)) : -14);
  const units = Math.round(a / 2 ** (exponent - 10));
  // A carry out of the fraction lands in the exponent, as it should.
  return sign + (exponent + 14) * 1024 + units;
}

/// The range [low, high) of random numbers of a type: all bytes, or digits.
function rangeOf(type) {
  const ranges = {bool: [0, 2], int8: [-128, 128], uint8: [0, 256]};
  return type.startsWith('float') ? [-1, 1] : ranges[type] || [0, 10];
}

/// A number as a tensor of a type has it.
function convert(type, x) {
  if (type === 'float16') return toHalf(x);
  if (type.startsWith('float')) return x;
  return type.endsWith('int64') ? BigInt(Math.floor(x)) : Math.floor(x);
}

function makeInput(input, {shape, value, range}, random) {
  if (!(input.type in DESCRIPTIONS)) fail(`the input '${input.name}' is of type ${input.type}`);
  if (shape && (shape.length !== input.shape.length ||
                shape.some((d, i) => typeof input.shape[i] === 'number' && input.shape[i] > 0 && input.shape[i] !== d)))
    fail(`expected --shape of '${input.name}' to fit ${input.shape.join('x')}, but got ${shape.join('x')}`);
  const dims = shape || input.shape;
  if (dims.some(d => typeof d !== 'number' || d < 0))
    fail(`the shape of '${input.name}' is open; bind it with --shape=${input.name}=...`);
  const data = new TYPES[input.type](dims.reduce((a, b) => a * b, 1));
  const [low, high] = range || rangeOf(input.type);
  for (let i = 0; i < data.length; ++i)
    data[i] = convert(input.type, value !== undefined ? value : low + (high - low) * random());
  return new ort.Tensor(input.type, data, dims);
}

/// Splits NAME=REST; names have '=' in them less often than rests do not.
function split(text, option) {
  const at = text.lastIndexOf('=');
  if (at < 1) fail(`expected ${option}=NAME=..., but got '${text}'`);
  return [text.slice(0, at), text.slice(at + 1)];
}

/// What an option says of an input, from its text.
const READERS = {
  shape(text) {
    if (!/^(\d+(x\d+)*)?$/.test(text)) fail(`expected sizes such as 1x3x32x32, but got '${text}'`);
    return text === '' ? [] : text.split('x').map(Number);
  },
  value(text) {
    if (text === '' || !Number.isFinite(Number(text))) fail(`expected a number, but got '${text}'`);
    return Number(text);
  },
  range(text) {
    const [low, high] = text.split(':').map(READERS.value);
    if (!(low < high)) fail(`expected LOW:HIGH, but got '${text}'`);
    return [low, high];
  },
};

function parse(args) {
  const plain = [], inputs = {};
  let near = 0;
  while (args.length) {
    const argument = args.shift();
    if (/^--near=\d+$/.test(argument)) {
      near = Number(argument.slice('--near='.length));
      continue;
    }
    const match = argument.match(/^--(shape|value|range)(?:=([^]*))?$/);
    if (!match) {
      plain.push(argument);
      continue;
    }
    const [name, text] = split(match[2] !== undefined ? match[2] : args.shift() || '', '--' + match[1]);
    inputs[name] = {...inputs[name], [match[1]]: READERS[match[1]](text)};
  }
  if (plain.length !== 3 || plain.some(argument => argument.startsWith('--')))
    fail(`expected MODEL.onnx FOLDER SEED, but got '${plain.join(' ')}'`);
  const [model, folder, seed] = plain;
  if (!/^\d+$/.test(seed)) fail(`expected a seed, but got '${seed}'`);
  return {model, folder, seed, near, inputs};
}

/// Inputs as different as a few roundings make them.
function nudge(feeds, given, random) {
  return Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => {
    if (!/^float(32|64)$/.test(tensor.type) || (given[name] || {}).value !== undefined) return [name, tensor];
    const data = tensor.data.map(x => x * (1 + 2 ** -20 * (2 * random() - 1)));
    return [name, new ort.Tensor(tensor.type, data, tensor.dims)];
  }));
}

/// Writes tensors as PREFIX_NAME.npy; [name, file] of each.
function write(folder, prefix, tensors) {
  const taken = new Set();
  return tensors.map(([name, tensor]) => {
    let base = `${prefix}_${name.replace(/[^A-Za-z0-9_.-]/g, '_')}`;
    while (taken.has(base)) base += '_';
    taken.add(base);
    const file = path.join(folder, base + '.npy');
    fs.writeFileSync(file, encode(tensor));
    return [name, file];
  });
}

async function main() {
  const {model, folder, seed, near, inputs: given} = parse(process.argv.slice(2));
  // Without its optimizations the runtime computes what the model says.
  const session = await open(model, {graphOptimizationLevel: 'disabled'});
  const random = makeRandom(seed), feeds = {}, known = metadataOf(session);
  for (const name of Object.keys(given))
    if (!known.some(input => input.name === name)) fail(`no input is named '${name}'`);
  for (const input of known) feeds[input.name] = makeInput(input, given[input.name] || {}, random);
  const results = await session.run(feeds);
  for (const name of session.outputNames)
    if (!(results[name].type in DESCRIPTIONS)) fail(`the output '${name}' is of type ${results[name].type}`);
  fs.mkdirSync(folder, {recursive: true});
  const list = (file, prefix, names, tensors, start) => {
    const written = write(folder, prefix, names.map(name => [name, tensors[name]]));
    fs.writeFileSync(path.join(folder, file), written.map(([n, f]) => `${start}${n}=${f}\n`).join(''));
  };
  list('args', 'input', known.map(input => input.name), feeds, '--input=');
  list('outputs', 'output', session.outputNames, results, '');
  for (let i = 0; i < near; ++i)
    list('near' + i, 'near' + i, session.outputNames, await session.run(nudge(feeds, given, random)), '');
}

main().then(() => process.exit(0), error => fail(String(error.message).split('\n')[0]));
