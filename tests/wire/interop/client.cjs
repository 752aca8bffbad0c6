// SPDX-License-Identifier: Apache-2.0
// The client of npm's ws against our server: `node client.cjs URL KEY SCENE`. Prints one JSON object: what it saw.
'use strict';
const WebSocket = require('ws');

const [url, key, scene] = process.argv.slice(2);
const seen = { texts: 0, pongs: 0, code: 0, status: 0, problem: '' };
const long = 4 * 1024 * 1024;
const texts = ['short', '', 'grüße € 😀', 'x'.repeat(200000), 'y'.repeat(long)];
for (let i = 0; i < 1000; ++i)
    texts.push('number ' + i);

const socket = new WebSocket(url.replace(/^http/, 'ws'), 'muster.mesh.1', {
    headers: { Authorization: 'Bearer ' + key },
    perMessageDeflate: true, // Offered, and not taken.
});
socket.on('open', () => {
    seen.protocol = socket.protocol;
    seen.extensions = socket.extensions;
    if (scene === 'binary')
        return socket.send(Buffer.from([1, 2, 3]));
    if (scene === 'too-long')
        return socket.send('z'.repeat(long + 1));
    socket.send('frag', { fin: false });
    socket.ping('between');
    socket.send('ments', { fin: true });
    for (const text of texts)
        socket.send(text);
});
socket.on('pong', (data) => { seen.pongs += data.toString() === 'between' ? 1 : 100; });
socket.on('message', (data, isBinary) => {
    const expected = seen.texts === 0 ? 'fragments' : texts[seen.texts - 1];
    if (isBinary || data.toString() !== expected)
        seen.problem = seen.problem || 'message ' + seen.texts + ' differs';
    if (++seen.texts === texts.length + 1)
        socket.close(1000, 'bye');
});
socket.on('unexpected-response', (request, response) => {
    seen.status = response.statusCode;
    response.resume();
    request.destroy();
});
socket.on('error', (error) => { seen.error = error.message; });
socket.on('close', (code, reason) => {
    seen.code = code;
    seen.reason = reason.toString();
});
process.on('exit', () => console.log(JSON.stringify(seen)));
