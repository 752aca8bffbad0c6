// SPDX-License-Identifier: Apache-2.0
// A server of npm's ws for our client. Prints its port; the path says what it does. Ends with its standard input.
'use strict';
const { WebSocketServer } = require('ws');

const server = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    perMessageDeflate: true, // Offered to nobody who does not ask.
    maxPayload: 4 * 1024 * 1024,
    handleProtocols: (offered, request) => (request.url === '/wrong-protocol' ? false : [...offered][0]),
    verifyClient: ({ req }) => req.headers.authorization === 'Bearer 0123456789abcdef',
});
const scenes = {
    '/echo': (socket) => socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary })),
    '/fragments': (socket) => socket.on('message', (data) => {
        for (const byte of data)
            socket.send(Buffer.from([byte]), { binary: false, fin: false });
        socket.ping('between');
        socket.send('', { fin: true });
    }),
    '/pings': (socket) => {
        socket.on('pong', (data) => socket.send('pong ' + data));
        socket.ping('one');
        socket.ping();
    },
    '/leaves': (socket) => socket.close(1001, 'going away'),
    '/drops': (socket) => socket.terminate(),
    '/binary': (socket) => {
        socket.on('close', (code) => console.log('closed ' + code));
        socket.send(Buffer.from([1, 2, 3]));
    },
    '/too-long': (socket) => {
        socket.on('close', (code) => console.log('closed ' + code));
        socket.send('z'.repeat(4 * 1024 * 1024 + 1));
    },
};
server.on('connection', (socket, request) => {
    socket.on('error', () => {});
    (scenes[request.url] || (() => {}))(socket);
});
server.on('listening', () => console.log('port ' + server.address().port));
process.stdin.on('end', () => process.exit(0)).resume();
