// Runs an ONNX model on two different random inputs, uniform in [0, 1) and
// normal, and says how strong its outputs are and how different.
//
//   node values.js NAME MODEL.onnx
//     Fails if an output's root mean square is below 0.05 or above 50, or if the
//     outputs of two inputs differ by less than 1 %.
'use strict';
const ort = require('onnxruntime-node');
ort.env.logLevel = 'error';

function makeRandom(seed) {
  let state = seed >>> 0;
  return () => {  // mulberry32, to [0, 1)
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const DISTRIBUTIONS = {
  uniform: random => random(),
  normal: random => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
};

const rms = values => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);

async function main() {
  const [name, file] = process.argv.slice(2);
  const session = await ort.InferenceSession.create(file, {logSeverityLevel: 4, intraOpNumThreads: 2});
  const metadata = session.inputMetadata;
  const [input] = Array.isArray(metadata) ? metadata : session.inputNames.map(n => ({name: n, ...metadata[n]}));
  const count = input.shape.reduce((x, y) => x * y, 1);
  let failed = false;
  for (const [kind, draw] of Object.entries(DISTRIBUTIONS)) {
    const results = [];
    for (const seed of [1, 2]) {
      const random = makeRandom(seed);
      const data = Float32Array.from({length: count}, () => draw(random));
      results.push(await session.run({[input.name]: new ort.Tensor('float32', data, input.shape)}));
    }
    for (const output of session.outputNames) {
      const [a, b] = results.map(result => Array.from(result[output].data));
      const strength = rms(a), difference = rms(a.map((x, i) => x - b[i])) / strength;
      const good = strength >= 0.05 && strength <= 50 && difference > 0.01;
      failed = failed || !good;
      console.log(`${good ? 'good' : 'FAILED'} ${name} ${kind} ${output}: ` +
                  `strength ${strength.toFixed(3)}, difference ${difference.toFixed(3)}`);
    }
  }
  return failed ? 1 : 0;
}

main().then(code => process.exit(code), error => {
  console.log('FAILED: ' + String(error.message).split('\n')[0]);
  process.exit(1);
});
