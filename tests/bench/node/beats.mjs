// SPDX-License-Identifier: Apache-2.0
// The peer of row b: the same work as our control plane does for a beat, on Node's own http server and nothing else.
// node beats.mjs TOKEN FILE; prints "ready PORT". Bearer token in constant time, JSON, instance key, sequence, liveness,
// and a flush of what changed to FILE every 15 seconds, synced. GET streams the beats to viewers: encoded once, and one write
// a viewer and turn of the event loop.
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

const viewers = new Set();
const epoch = '0a1b2c3d4e5f6071';
let eventNumber = 1;
let pending = '';

function publish(id, load, at) {
  if (viewers.size === 0)
    return;
  const position = `${epoch}-${++eventNumber}`;
  const time = new Date(at).toISOString();
  if (pending === '')
    setImmediate(flushEvents);
  pending += `id: ${position}\nevent: node-beat\ndata: ${JSON.stringify({ id: position, at: time, kind: 'node-beat',
    node: { id, lastBeatAt: time, clockSkewMs: at - Date.parse(load.sentAt), cpu: load.cpu, load1: load.load1,
      memoryUsedBytes: load.memoryUsedBytes, memoryTotalBytes: load.memoryTotalBytes, jobsRunning: null } })}\n\n`;
}

function flushEvents() {
  const bytes = Buffer.from(pending);
  pending = '';
  for (const viewer of viewers)
    viewer.write(bytes);
}

function view(request, response) {
  response.removeHeader('Transfer-Encoding'); // No chunks: as little work as can be.
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', Connection: 'close' });
  response.write(': events\n\n');
  response.socket.setNoDelay(true);
  viewers.add(response);
  request.on('close', () => viewers.delete(response));
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
    publish(id, load, node.lastBeatAt);
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
  if (request.method === 'GET')
    return view(request, response);
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
