// Restarts under 2,000 callbacks a second on a socket that somebody else holds: nobody is refused, nothing is lost.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Backend } from '../support/backend.mjs';
import { Receiver, Relay, eventually } from '../support/relay.mjs';
import { manage } from '../support/service_manager.mjs';

const program = process.env.MYSIGFOX;
const kRate = 2_000;
const kDevices = Array.from({ length: 400 }, (_, i) => (0x2000 + i).toString(16).toUpperCase());
const kWebhooks = 16;
const kTool = 'systemd-socket-activate';
const hasTool = !spawnSync(kTool, ['--version']).error;
if (!hasTool) console.log(`SKIPPED, NOTHING IS PROVED: ${kTool} is not here`);
const disposals = [];
after(async () => {
    for (const dispose of disposals) await dispose();
});

/** A daemon that expects this load, with every device at one of the receiver's webhooks. */
async function loadedManager(receiver) {
    const manager = await manage(program, { env: { MYSIGFOX_LISTEN_MAX_PER_SOURCE: '1000', MYSIGFOX_LOG_LEVEL: 'info' } });
    disposals.push(manager.dispose);
    const rows = kDevices.map((id, i) => `${id},owner${i % kWebhooks}@example.org,${receiver.url}/${i % kWebhooks}`);
    const imported = manager.relay.cli(['device', 'import', '-', '--tokens-to', join(manager.relay.directory, 'tokens.csv')], ['device_id,email,webhook_url', ...rows].join('\n') + '\n');
    assert.equal(imported.status, 0, imported.stderr);
    return manager;
}

test('restarts under 2,000 callbacks a second refuse no connection and lose no message', async (t) => {
    const receiver = await new Receiver().listen();
    disposals.push(() => receiver.close());
    const manager = await loadedManager(receiver);
    await manager.start();
    const backend = new Backend({ port: manager.ports[0], rate: kRate, devices: kDevices });
    disposals.push(() => backend.dispose());
    const someMore = async () => {
        const before = backend.taken;
        await eventually(() => backend.taken >= before + kRate, 'a second of callbacks', 60_000);
    };

    const begun = performance.now();
    backend.start();
    let waited = 0; // fell due while no daemon ran
    for (let restart = 0; restart < 2; ++restart) {
        await someMore();
        assert.equal(await manager.end(), '0');
        const before = backend.due;
        await manager.start();
        waited += backend.due - before;
    }
    await someMore();
    backend.finish();
    const seconds = (performance.now() - begun) / 1000;
    await eventually(() => backend.taken === backend.due, 'every callback to be taken', 60_000);

    assert.equal(backend.outcomes.ECONNREFUSED, undefined, JSON.stringify(backend.outcomes));
    assert.equal(backend.outcomes[204], backend.due);
    const delivered = () => new Set(receiver.requests.map(({ body }) => JSON.parse(body).data));
    await eventually(() => receiver.requests.length >= backend.due && delivered().size === backend.due, 'every message to be delivered', 60_000);
    t.diagnostic(`${backend.due} callbacks, ${Math.round(backend.due / seconds)} a second, ${waited} of them while no daemon ran; answers ${JSON.stringify(backend.outcomes)}`);
    t.diagnostic(`0 refused, 0 lost, ${backend.repeated} came again, ${receiver.requests.length - backend.due} delivered twice`);
});

test("systemd's own tool starts it with the first connection, and that is answered", { skip: hasTool ? false : `no ${kTool}` }, async () => {
    const relay = new Relay(program);
    disposals.push(() => relay.dispose());
    const probe = net.createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address();
    await new Promise((resolve) => probe.close(resolve));
    relay.configure({ port });
    const activated = spawn(kTool, ['--listen', `127.0.0.1:${port}`, program, '--config', relay.config, 'serve'], { stdio: ['ignore', 'ignore', 'pipe'] });
    const exited = once(activated, 'exit');
    disposals.push(() => activated.kill('SIGKILL'));
    let log = '';
    activated.stderr.setEncoding('utf8').on('data', (text) => (log += text));
    await eventually(() => /Listening on 127/.test(log), 'the socket');

    relay.url = `http://127.0.0.1:${port}`;
    const answer = await relay.callback({ device: '0071', time: 1_700_000_000, data: 'aa' });

    assert.equal(answer.status, 204, log);
    await eventually(() => log.includes(`listening on 127.0.0.1:${port}`), 'the line of the log that says so');
    activated.kill('SIGTERM');
    assert.deepEqual(await exited, [0, null]);
});
