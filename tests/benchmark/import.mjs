// Imports a million devices into a running relay, and times callbacks meanwhile.
// Open loop: a callback's latency counts from when it was due, not from when it was sent.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { Receiver, Relay, kSecret } from '../support/relay.mjs';
import { describeMachine } from './lib/machine.mjs';

const rows = Number(process.argv[2] ?? 1_000_000);
const rate = Number(process.argv[3] ?? 500);
// Odd multipliers visit each number once.
const deviceOf = process.argv[4] === 'random' ? (i) => Math.imul(i + 1, 0x9E3779B1) >>> 0 : (i) => 0x1000000 + i;

async function writeCsv(file) {
    const out = createWriteStream(file);
    out.write('device_id,email,webhook_url\n');
    for (let i = 0; i < rows; ++i) {
        const line = `${deviceOf(i).toString(16)},owner${i % 200_000}@example.org,https://example.org/hook/${i % 200_000}\n`;
        if (!out.write(line)) await once(out, 'drain');
    }
    out.end();
    await once(out, 'finish');
}

function percentile(sorted, part) {
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

/** Sends `rate` callbacks a second until `stop` is called; resolves to their latencies in ms. */
function callbacks(relay, device) {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
    const begun = performance.now();
    const latencies = [];
    let sent = 0;
    let failed = 0;
    const open = new Set();
    const timer = setInterval(() => {
        for (; sent < (performance.now() - begun) / 1000 * rate; ++sent) {
            const due = begun + sent * 1000 / rate;
            const body = JSON.stringify({ device, time: 1700000000 + sent, data: '00', seqNumber: sent % 4096 });
            const request = http.request(relay.url + '/sigfox/uplink', { method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': body.length, authorization: `Bearer ${kSecret}` } });
            const done = new Promise((resolve) => {
                request.on('response', (response) => {
                    response.resume();
                    if (response.statusCode !== 204) ++failed;
                    response.on('end', () => resolve(latencies.push(performance.now() - due)));
                });
                request.on('error', () => resolve(++failed));
            });
            open.add(done);
            done.then(() => open.delete(done));
            request.end(body);
        }
    }, 1);
    return async () => {
        clearInterval(timer);
        await Promise.all(open);
        agent.destroy();
        return { latencies: latencies.sort((a, b) => a - b), failed };
    };
}

function report(name, { latencies, failed }) {
    const figures = [0.5, 0.99, 0.999].map((part) => `p${part * 100} ${percentile(latencies, part).toFixed(1)} ms`);
    console.log(`${name}: ${latencies.length} callbacks at ${rate}/s, ${failed} failed, ${figures.join(', ')}`);
}

describeMachine();
const relay = new Relay(process.env.MYSIGFOX, { extra: '' });
const receiver = await new Receiver().listen();
try {
    const token = relay.addDevices(['CAFE']).get('CAFE');
    await relay.start();
    await relay.register({ device: 'CAFE', token, email: 'a@example.org', webhook: receiver.url });
    const csv = join(relay.directory, 'devices.csv');
    await writeCsv(csv);

    const quiet = callbacks(relay, 'CAFE');
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    report('without import', await quiet());

    const busy = callbacks(relay, 'CAFE');
    const begun = performance.now();
    const child = spawn(process.env.MYSIGFOX, ['--config', relay.config, 'device', 'import', csv, '--tokens-to', join(relay.directory, 'tokens.csv')], { stdio: ['ignore', 'inherit', 'inherit'] });
    const [code] = await once(child, 'exit');
    const seconds = (performance.now() - begun) / 1000;
    report('during import ', await busy());
    console.log(`import: ${rows} rows in ${seconds.toFixed(1)} s (${Math.round(rows / seconds)}/s), exit ${code}`);
} finally {
    await receiver.close();
    await relay.dispose();
}
