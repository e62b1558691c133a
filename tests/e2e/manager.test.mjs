// The built program under a service manager: what it says, and a restart that refuses no connection.
import assert from 'node:assert/strict';
import http from 'node:http';
import https from 'node:https';
import { after, test } from 'node:test';
import { certificateFor } from '../support/private_network.mjs';
import { eventually, kSecret } from '../support/relay.mjs';
import { manage as manageProgram } from '../support/service_manager.mjs';

const program = process.env.MYSIGFOX;
const disposals = [];
after(async () => {
    for (const dispose of disposals) await dispose();
});

async function manage(options) {
    const manager = await manageProgram(program, options);
    disposals.push(manager.dispose);
    return manager;
}

/** One callback over a connection of its own: the status, or the code of what went wrong. */
function callback(port, fields) {
    return new Promise((resolve) => {
        const headers = { 'content-type': 'application/json', authorization: `Bearer ${kSecret}` };
        const request = http.request({ host: '127.0.0.1', port, method: 'POST', path: '/sigfox/uplink', agent: false, headers }, (response) => {
            response.resume().on('end', () => resolve(response.statusCode));
        });
        request.on('error', (error) => resolve(error.code));
        request.end(JSON.stringify(fields));
    });
}

test('it says when it is ready, how it goes, that it reloads, and that it stops', async () => {
    const manager = await manage({ watchdog: 4_000_000 });
    await manager.start();
    assert.match(manager.told[0], /^EXTEND_TIMEOUT_USEC=\d+\|STATUS=/);
    assert.equal(await callback(manager.ports[0], { device: '0061', time: 1700000000, data: 'aa' }), 204, 'READY means that it listens');
    await eventually(() => manager.hears(/^STATUS=\d+ messages? waits?, the oldest due for \d+ s; \d+ parked$/), 'a status');
    await eventually(() => manager.told.filter((text) => text === 'WATCHDOG=1').length >= 2, 'two signs of life');

    const from = manager.told.length;
    assert.equal(manager.relay.cli(['reload']).status, 0);
    await eventually(() => manager.hears(/^READY=1/, from), 'READY after the reload');
    const words = manager.told.slice(from).filter((text) => /^(RELOADING|READY)/.test(text));
    assert.match(words[0], /^RELOADING=1\|MONOTONIC_USEC=\d+$/);

    assert.equal(await manager.end(), '0');
    assert.ok(manager.hears(/^STOPPING=1\|EXTEND_TIMEOUT_USEC=\d+\|STATUS=/));
});

test('a restart refuses no connection and loses no message', async () => {
    const manager = await manage();
    await manager.start();
    assert.match(manager.log, new RegExp(`listening on 127\\.0\\.0\\.1:${manager.ports[0]}`));
    const outcomes = {};
    let number = 0;
    let stopping = false;
    const client = async () => {
        while (!stopping) {
            const fields = { device: '0062', time: 1700000000 + ++number, data: 'aa', seqNumber: number };
            let outcome;
            do {  // as the Backend does: what was not answered with 2xx comes again
                outcome = await callback(manager.ports[0], fields);
                outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
            } while (outcome !== 204);
        }
    };
    const clients = Array.from({ length: 16 }, client);
    for (let i = 0; i < 3; ++i) {
        const before = outcomes[204] ?? 0;
        await eventually(() => (outcomes[204] ?? 0) > before + 50, 'callbacks to be taken');
        assert.equal(await manager.end(), '0');
        await manager.start();
    }
    stopping = true;
    await Promise.all(clients);

    assert.equal(outcomes.ECONNREFUSED, undefined, JSON.stringify(outcomes));
    assert.equal(outcomes[204], number);
    const [{ unclaimed }] = [JSON.parse(manager.relay.cli(['status', '--json']).stdout)].flat();
    assert.equal(unclaimed, number);
});

test('a socket says by its name that TLS is spoken there', async () => {
    const manager = await manage({ sockets: 2, names: 'mysigfox.socket:https' });
    const { cert } = certificateFor(['relay.test'], manager.relay.directory);
    manager.relay.configure({ port: Number(manager.ports[0]), extra: '[tls]\ncertificate_file = "all.crt"\nprivate_key_file = "all.key"' });
    await manager.start();
    const status = await new Promise((resolve, reject) => {
        https.get({ host: '127.0.0.1', port: manager.ports[1], path: '/en/help', ca: cert, servername: 'relay.test' }, (response) => {
            response.resume().on('end', () => resolve(response.statusCode));
        }).on('error', reject);
    });
    assert.equal(status, 200);
    assert.equal(await callback(manager.ports[0], { device: '0064', time: 1700000000, data: 'aa' }), 204);
});

test('a socket that is no configured address is closed, so that nobody waits at it', async () => {
    const manager = await manage({ sockets: 2 });
    await manager.start();
    await eventually(() => /passed for 127\.0\.0\.1:\d+ is no address of listen\.http/.test(manager.log), 'a warning');
    assert.equal(await callback(manager.ports[0], { device: '0063', time: 1700000000, data: 'aa' }), 204);
});
