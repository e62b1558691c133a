// A network of the test's own, in which one listener receives every address, and names mean what a row says.
import { execFileSync, spawnSync } from 'node:child_process';
import dgram from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { join } from 'node:path';

const kSetUp = `ip link set lo up && ip route add local 0.0.0.0/0 dev lo && ip -6 route add local ::/0 dev lo && exec "$@"`;

/** How to run a command inside such a network; null where none may be made. */
export function privateNetwork() {
    for (const flags of ['-n', '-Urn']) {
        const command = ['unshare', flags, 'sh', '-c', kSetUp, 'sh'];
        if (spawnSync(command[0], [...command.slice(1), 'true']).status === 0) return command;
    }
    return null;
}

/** One certificate for all these names, trusted by whoever is given its file. */
export function certificateFor(names, directory) {
    const [certificate, key] = [join(directory, 'all.crt'), join(directory, 'all.key')];
    const alternatives = names.map((name) => (net.isIP(name) ? `IP:${name}` : `DNS:${name}`)).join(',');
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
        '-subj', '/CN=everybody', '-addext', `subjectAltName=${alternatives}`, '-keyout', key, '-out', certificate], { stdio: 'pipe' });
    return { file: certificate, cert: readFileSync(certificate), key: readFileSync(key) };
}

/** Accepts on these ports at every address, and writes down which address it was. */
export class EveryAddress {
    constructor({ cert, key }, answer) {
        this.reached = [];
        this.requests = [];
        const serve = (request, response) => {
            request.resume();
            const taken = { address: plain(request.socket.localAddress), host: request.headers.host, url: request.url };
            this.requests.push(taken);
            answer(taken, response);
        };
        this.plain = http.createServer(serve);
        this.secure = https.createServer({ cert, key }, serve);
    }

    async listen(ports) {
        this.servers = await Promise.all(ports.map(async (port) => {
            const server = net.createServer((socket) => this.take(socket)).listen({ host: '::', port });
            await once(server, 'listening');
            return server;
        }));
    }

    take(socket) {
        this.reached.push({ address: plain(socket.localAddress), port: socket.localPort });
        socket.on('error', () => {});
        socket.once('data', (first) => {
            socket.pause();
            socket.unshift(first);
            const server = first[0] === 0x16 ? this.secure : this.plain;
            server.emit('connection', socket);
            process.nextTick(() => socket.resume());
        });
    }

    close() {
        for (const server of this.servers) server.close();
        this.plain.closeAllConnections();
        this.secure.closeAllConnections();
    }
}

/** The kernel shows an IPv4 peer of a two-family socket as a mapped address. */
function plain(address) {
    return (address ?? '').replace(/^::ffff:(?=\d+\.)/, '');
}

/** A name server; `answers(name, n)` are the addresses of the n-th look-up of a name. Nothing may be cached (TTL 0). */
export class Names {
    constructor(answers) {
        this.answers = answers;
        this.asked = new Map();
        this.socket = dgram.createSocket('udp4', (query, peer) => this.socket.send(this.reply(query), peer.port, peer.address));
    }

    async listen() {
        this.socket.bind(0, '127.0.0.1');
        await once(this.socket, 'listening');
        this.server = `127.0.0.1:${this.socket.address().port}`;
        return this;
    }

    /** How often a name has been looked up. */
    lookUps(name) {
        return this.asked.get(`${name} 1`) ?? 0;
    }

    reply(query) {
        let end = 12;
        const labels = [];
        for (; query[end] !== 0; end += query[end] + 1) labels.push(query.toString('latin1', end + 1, end + 1 + query[end]));
        const name = labels.join('.').toLowerCase();
        const type = query.readUInt16BE(end + 1);
        const count = this.asked.get(`${name} ${type}`) ?? 0;
        this.asked.set(`${name} ${type}`, count + 1);
        const family = type === 28 ? 6 : 4;
        const addresses = this.answers(name, count);
        const records = (addresses ?? []).filter((address) => net.isIP(address) === family).map((address) => {
            const data = addressBytes(address);
            const head = Buffer.alloc(12);
            head.writeUInt16BE(0xc00c, 0);
            head.writeUInt16BE(type, 2);
            head.writeUInt16BE(1, 4);
            head.writeUInt16BE(data.length, 10);
            return Buffer.concat([head, data]);
        });
        const header = Buffer.from(query.subarray(0, 12));
        header.writeUInt16BE(addresses ? 0x8180 : 0x8183, 2);
        header.writeUInt16BE(records.length, 6);
        header.writeUInt32BE(0, 8);
        return Buffer.concat([header, query.subarray(12, end + 5), ...records]);
    }

    close() {
        this.socket.close();
    }
}

function addressBytes(address) {
    if (net.isIPv4(address)) return Buffer.from(address.split('.').map(Number));
    // The URL parser knows every spelling, a dotted quad at the end included.
    const [left, right] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::').map((half) => (half === '' ? [] : half.split(':')));
    const tail = right ?? [];
    const groups = [...left, ...Array(8 - left.length - tail.length).fill('0'), ...tail];
    const bytes = Buffer.alloc(16);
    groups.forEach((group, index) => bytes.writeUInt16BE(parseInt(group, 16), 2 * index));
    return bytes;
}

/** Connections begun and never taken by anybody in this network: knocks where nobody listens. */
export function unansweredKnocks() {
    const [names, values] = readFileSync('/proc/net/snmp', 'utf8').split('\n').filter((line) => line.startsWith('Tcp:')).map((line) => line.split(' '));
    const counter = (name) => Number(values[names.indexOf(name)]);
    return counter('ActiveOpens') - counter('PassiveOpens');
}
