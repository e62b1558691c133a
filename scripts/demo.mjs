// The demo behind `scripts/run.sh --demo`: real callbacks through the form, the relay and back.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Receiver, Relay, kSecret } from '../tests/support/relay.mjs';

if (process.argv[2] === '--receiver') {
    const receiver = await new Receiver((request, response) => {
        const isTest = request.headers['webhook-test'] === 'true';  // sent after the form, no message
        if (!isTest) process.stdout.write(JSON.stringify(request) + '\n');
        response.writeHead(204).end();
    }).listen();
    process.stdout.write(JSON.stringify({ url: receiver.url }) + '\n');
} else {
    process.exit(await demo(process.argv[2]));
}

// What each of these real callbacks means, read by a person.
function expectations() {
    return new Map([
        ['2C30EA', { device: '2C30EA', snr: 18.86, time: 1507396972, data: 'b0513801a421f0019405a500', rssi: -123 }],
        ['1CB0B8', { device: '1CB0B8', snr: 18.86, time: 1476980426, data: '81543795', rssi: -123 }],
        ['1C178', { device: '1C178', snr: 12.13, time: 1471594359, data: '1e2d', rssi: -135 }],
        ['17AA7B', { device: '17AA7B', snr: 11.47, time: 1476826723, data: '48656c6c6f', rssi: -131 }],
        ['B445A9', { device: 'B445A9', snr: 12.53, time: 1596721546, data: 'c6099764', rssi: -123 }],
        ['2C321C', { device: '2C321C', snr: 68.22, time: 1500520476, data: '20945376e9713269569a16cd', rssi: -75 }],
        ['868E', { device: '868E', snr: null, time: 1666374202, data: '00', rssi: null }],
        ['8405', { device: '8405', snr: null, time: 1430908992, data: '000000020000000000230c6f', rssi: null }],
    ]);
}

function callbackOf(device) {
    const file = new URL('../tests/data/sigfox_callbacks.jsonl', import.meta.url);
    const rows = readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
    const pattern = new RegExp(`(id|device|sigfoxId|ep_id)("\\s*:\\s*"|=)0*${device}\\b`, 'i');
    return rows.find((row) => pattern.test(row.body) || pattern.test(row.path_query));
}

async function startReceiver() {
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), '--receiver'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = [];
    let rest = '';
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (text) => {
        const parts = (rest + text).split('\n');
        rest = parts.pop();
        lines.push(...parts.map((line) => JSON.parse(line)));
    });
    while (lines.length === 0) await once(child.stdout, 'data');
    return { child, url: lines.shift().url, requests: lines };
}

async function demo(program) {
    const relay = new Relay(program);
    const receiver = await startReceiver();
    try {
        const expected = expectations();
        const tokens = relay.addDevices([...expected.keys()]);
        await relay.start();
        console.log(`relay on ${relay.url}, receiver on ${receiver.url}`);
        const watches = await registerAll(relay, receiver, tokens);
        let arrived = 0;
        for (const [device, wanted] of expected) {
            const ok = await relayOne(relay, device, wanted, watches.get(device));
            if (ok) ++arrived;
        }
        const { code } = await relay.stop();
        console.log(`${arrived} of ${expected.size} callbacks arrived with the right five fields; the relay stopped with ${code}`);
        return arrived === expected.size && code === 0 ? 0 : 1;
    } finally {
        receiver.child.kill();
        await relay.dispose();
    }
}

/** Every other device gets an inbox, the rest the separate receiver; how to see each arrive. */
async function registerAll(relay, receiver, tokens) {
    const watches = new Map();
    let useInbox = true;
    for (const [device, token] of tokens) {
        const inbox = useInbox ? await relay.newInbox() : null;
        const webhook = inbox ? inbox.write : `${receiver.url}/hook/${device}?from=demo`;
        const { status, html } = await relay.register({ device, token, email: `${device.toLowerCase()}@example.org`, webhook });
        if (status !== 200) throw new Error(`registration of ${device}: ${status}\n${html}`);
        console.log(`registered ${device} by the form: ${inbox ? 'built-in inbox' : 'separate receiver'}`);
        watches.set(device, inbox ? () => readInbox(relay, inbox.read) : () => receiver.requests.find((request) => request.url === `/hook/${device}?from=demo`));
        useInbox = !useInbox;
    }
    return watches;
}

async function readInbox(relay, read) {
    const { requests } = await relay.readInbox(read);
    return requests[0];
}

async function relayOne(relay, device, wanted, watch) {
    const row = callbackOf(device);
    const query = row.path_query.includes('?') ? row.path_query.slice(row.path_query.indexOf('?')) : '';
    const headers = { authorization: `Bearer ${kSecret}`, ...(row.content_type ? { 'content-type': row.content_type } : {}) };
    const sent = performance.now();
    const answer = await relay.send(row.method, '/sigfox/uplink' + query, row.body, headers);
    for (let request = null; answer.status === 204 && performance.now() - sent < 10_000;) {
        request = await watch();
        if (request) {
            const ms = (performance.now() - sent).toFixed(1);
            const ok = Object.entries(wanted).every(([key, value]) => JSON.parse(request.body)[key] === value);
            console.log(`${ok ? 'arrived' : 'WRONG  '} after ${ms.padStart(6)} ms: ${request.body}`);
            return ok;
        }
        await new Promise((resolve) => setTimeout(resolve, 2));
    }
    console.log(`LOST: ${device}: the relay answered ${answer.status} ${answer.text}`);
    return false;
}
