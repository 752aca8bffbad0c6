// SPDX-License-Identifier: Apache-2.0
// The peer of row c: BullMQ on a Redis that is there already, with the options of our jobs.
// node queue.mjs PORT CASE JOBS CONCURRENCY: prints {"value":n}, jobs a second or, for "latency", the 99th percentile in ms.
// Needs `npm ci` in this folder.
import { Queue, Worker } from 'bullmq';

const [port, what, jobsText, concurrencyText] = process.argv.slice(2);
const jobs = Number(jobsText);
const concurrency = Number(concurrencyText);
const connection = { host: '127.0.0.1', port: Number(port), maxRetriesPerRequest: null };
const queue = new Queue('bench', { connection });
const data = { text: 'x'.repeat(240) }; // 256 bytes as JSON, with its braces.
const options = { attempts: 3, backoff: { type: 'exponential', delay: 1000 } };
const seconds = from => (performance.now() - from) / 1000;

async function addMany(count) {
  for (let left = count; left > 0; left -= 1000)
    await queue.addBulk(Array.from({ length: Math.min(left, 1000) }, () => ({ name: 'j', data, opts: options })));
}

// Calls once a job is done, until stopped.
function work(each) {
  const worker = new Worker('bench', async job => each(job), { connection, concurrency });
  worker.on('error', error => console.error(error.message));
  return worker;
}

async function add() {
  const began = performance.now();
  let left = jobs;
  const adder = async () => {
    while (left-- > 0)
      await queue.add('j', data, options);
  };
  await Promise.all(Array.from({ length: concurrency }, adder));
  return jobs / seconds(began);
}

async function bulk() {
  const began = performance.now();
  await addMany(jobs);
  return jobs / seconds(began);
}

async function drain() {
  await addMany(jobs);
  let done = 0;
  const began = performance.now();
  const worker = work(() => {});
  await new Promise(resolve => worker.on('completed', () => ++done === jobs && resolve()));
  const rate = jobs / seconds(began);
  await worker.close();
  return rate;
}

// Adders and a worker side by side for so many seconds: jobs that were added and done.
async function mixed() {
  let done = 0;
  let isOver = false;
  const worker = work(() => {});
  worker.on('completed', () => ++done);
  const began = performance.now();
  const adder = async () => {
    while (!isOver)
      await queue.add('j', data, options);
  };
  const adders = Array.from({ length: 64 }, adder);
  await new Promise(resolve => setTimeout(resolve, jobs * 1000));
  isOver = true;
  const rate = done / seconds(began);
  await Promise.all(adders);
  await worker.close();
  return rate;
}

// 500 jobs a second for so many seconds: from the call of add() to the handler.
async function latency() {
  const waits = [];
  const worker = work(job => waits.push(performance.now() - job.data.at));
  await worker.waitUntilReady();
  const began = performance.now();
  for (let i = 0; i < jobs * 500; ++i) {
    const due = i * 2 - (performance.now() - began);
    if (due > 0)
      await new Promise(resolve => setTimeout(resolve, due));
    queue.add('j', { ...data, at: performance.now() }, options);
  }
  await new Promise(resolve => setTimeout(resolve, 500));
  await worker.close();
  waits.sort((a, b) => a - b);
  return waits[Math.floor(waits.length * 0.99)];
}

const cases = { add, bulk, drain, mixed, latency };
const value = await cases[what]();
console.log(JSON.stringify({ value }));
await queue.close();
process.exit(0);
