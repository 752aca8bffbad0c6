// SPDX-License-Identifier: Apache-2.0
// The peer of row a: what a page in a browser does without drawing anything, on Node alone.
// node mirror.mjs SNAPSHOT EVENTS ROUNDS: reads the bytes of a snapshot and of an event stream into a Map, ROUNDS times, and
// prints {"snapshotMs":[…],"eventsPerSecond":[…],"rssMb":n}.
import { readFileSync } from 'node:fs';

const [snapshotFile, eventsFile, roundsText] = process.argv.slice(2);
const snapshotBytes = readFileSync(snapshotFile);
const eventBytes = readFileSync(eventsFile);
const chunkBytes = 16 * 1024;

function readSnapshot() {
  const snapshot = JSON.parse(snapshotBytes.toString('utf8'));
  const nodes = new Map();
  for (const node of snapshot.nodes)
    nodes.set(node.id, node);
  return nodes;
}

function apply(nodes, event) {
  if (event.kind === 'node-removed')
    nodes.delete(event.node.id);
  else
    nodes.set(event.node.id, { ...nodes.get(event.node.id), ...event.node });
}

function followEvents(nodes) {
  const decoder = new TextDecoder();
  let rest = '';
  let count = 0;
  for (let from = 0; from < eventBytes.length; from += chunkBytes) {
    rest += decoder.decode(eventBytes.subarray(from, from + chunkBytes), { stream: true });
    let end;
    while ((end = rest.indexOf('\n\n')) >= 0) {
      for (const line of rest.slice(0, end).split('\n')) {
        if (line.startsWith('data: ')) {
          apply(nodes, JSON.parse(line.slice(6)));
          ++count;
        }
      }
      rest = rest.slice(end + 2);
    }
  }
  return count;
}

const snapshotMs = [];
const eventsPerSecond = [];
for (let round = 0; round <= Number(roundsText); ++round) {
  let began = performance.now();
  const nodes = readSnapshot();
  const took = performance.now() - began;
  began = performance.now();
  const count = followEvents(nodes);
  if (round > 0) { // The first one warms the compiler.
    snapshotMs.push(took);
    eventsPerSecond.push(count / (performance.now() - began) * 1000);
  }
}
console.log(JSON.stringify({ snapshotMs, eventsPerSecond, rssMb: process.memoryUsage.rss() / 1e6 }));
