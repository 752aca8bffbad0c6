// SPDX-License-Identifier: Apache-2.0
// The peer of row b: the same work as our control plane does for a beat, on Node's own http server and nothing else.
// node beats.mjs TOKEN FILE; prints "ready PORT". Bearer token in constant time, JSON, instance key, sequence, liveness,
// and a flush of what changed to FILE every 15 seconds, synced.
import { createServer } from 'node:http';
import { createHash, timingSafeEqual } from 'node:crypto';
import { openSync, writeSync, fsyncSync } from 'node:fs';

const [token, file] = process.argv.slice(2);
const wanted = Buffer.from(`Bearer ${token}`);
const nodes = new Map();
const dirty = new Set();
const intervalMs = 10_000;
const offlineAfterMs = 30_000;
const out = openSync(file, 'a');

function hashed(text) {
  return createHash('sha256').update(text).digest('hex');
}

function isAllowed(request) {
  const shown = Buffer.from(request.headers.authorization ?? '');
  return shown.length === wanted.length && timingSafeEqual(shown, wanted);
}

function reply(response, status, value) {
  const text = JSON.stringify(value);
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}

function announce(who, response) {
  if (typeof who.id !== 'string' || typeof who.instance !== 'string')
    return reply(response, 400, { error: 'id and instance are texts', code: 'invalid', field: 'id' });
  nodes.set(who.id, { who, instance: who.instance, status: 'online', sequence: -1, lastBeat: performance.now() });
  dirty.add(who.id);
  return reply(response, 200, { beatIntervalMs: intervalMs, offlineAfterMs });
}

function beat(id, load, response) {
  const node = nodes.get(id);
  if (!node)
    return reply(response, 404, { error: 'announce first', code: 'announce-first' });
  if (node.instance !== load.instance)
    return reply(response, 409, { error: 'another machine has this id', code: 'duplicate-id' });
  if (typeof load.sequence !== 'number' || (load.cpu !== undefined && typeof load.cpu !== 'number'))
    return reply(response, 400, { error: 'wrong type', code: 'invalid', field: 'sequence' });
  if (load.sequence > node.sequence) {
    node.sequence = load.sequence;
    node.load = load;
    node.lastBeat = performance.now();
    node.lastBeatAt = Date.now();
    if (node.status === 'offline')
      node.status = 'online';
    dirty.add(id);
  }
  return reply(response, 200, { beatIntervalMs: intervalMs, offlineAfterMs });
}

function sweep() {
  const now = performance.now();
  for (const node of nodes.values()) {
    if (node.status === 'online' && now - node.lastBeat > offlineAfterMs)
      node.status = 'offline';
  }
}

function flush() {
  if (dirty.size === 0)
    return;
  let text = '';
  for (const id of dirty) {
    const node = nodes.get(id);
    text += JSON.stringify({ id, at: node.lastBeatAt, load: node.load, key: hashed(node.instance) }) + '\n';
  }
  dirty.clear();
  writeSync(out, text);
  fsyncSync(out);
}

const server = createServer((request, response) => {
  if (!isAllowed(request))
    return reply(response, 401, { error: 'a token is wanted', code: 'not-authenticated' });
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    let body;
    try {
      body = JSON.parse(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
    } catch {
      return reply(response, 400, { error: 'not JSON', code: 'invalid' });
    }
    const parts = request.url.split('/');
    if (request.method === 'POST' && parts.length === 4)
      return announce(body, response);
    if (request.method === 'POST' && parts.length === 6)
      return beat(parts[4], body, response);
    return reply(response, 404, { error: 'no such route', code: 'not-found' });
  });
});
server.keepAliveTimeout = 75_000;
server.listen(0, '127.0.0.1', () => console.log(`ready ${server.address().port}`));
setInterval(sweep, 1000);
setInterval(flush, 15_000);
