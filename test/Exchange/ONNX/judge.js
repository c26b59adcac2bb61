// Runs models with ONNX Runtime: node judge.js JOBS.json
// A job is {model, inputs: [{name, type, dims, file}], prefix}. Each output goes
// to PREFIX.NUMBER.bin, and a line a job to standard output: the outputs as
// {name, type, dims}, or the error.
'use strict';
const fs = require('fs');
const ort = require('onnxruntime-node');
ort.env.logLevel = 'error';

const TYPES = {
  float32: Float32Array, float64: Float64Array, float16: Uint16Array,
  int8: Int8Array, int16: Int16Array, int32: Int32Array, int64: BigInt64Array,
  uint8: Uint8Array, uint16: Uint16Array, uint32: Uint32Array,
  uint64: BigUint64Array, bool: Uint8Array,
};

async function run(job) {
  const session = await ort.InferenceSession.create(job.model, {logSeverityLevel: 4, intraOpNumThreads: 1, interOpNumThreads: 1});
  const feeds = {};
  for (const input of job.inputs) {
    const bytes = new Uint8Array(fs.readFileSync(input.file)).buffer;
    feeds[input.name] = new ort.Tensor(input.type, new TYPES[input.type](bytes), input.dims);
  }
  const results = await session.run(feeds);
  const outputs = session.outputNames.map((name, i) => {
    const tensor = results[name], data = tensor.data;
    fs.writeFileSync(`${job.prefix}.${i}.bin`, Buffer.from(data.buffer, data.byteOffset, data.byteLength));
    return {name, type: tensor.type, dims: tensor.dims};
  });
  if (session.release) await session.release();
  return {outputs};
}

(async () => {
  for (const job of JSON.parse(fs.readFileSync(process.argv[2]))) {
    let result;
    try {
      result = await run(job);
    } catch (error) {
      result = {error: String(error.message).split('\n')[0]};
    }
    console.log(JSON.stringify(result));
  }
})();
