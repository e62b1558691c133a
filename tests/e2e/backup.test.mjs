// Backups of the built program: under load, without a daemon, and back again on other machines.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Receiver, Relay, eventually } from '../support/relay.mjs';

const program = process.env.MYSIGFOX;
const disposals = [];
after(async () => {
    for (const dispose of disposals) await dispose();
});

function makeRelay(options) {
    const relay = new Relay(program, options);
    disposals.push(() => relay.dispose());
    return relay;
}

async function makeReceiver() {
    const receiver = await new Receiver().listen();
    disposals.push(() => receiver.close());
    return receiver;
}

/** Another machine, with the key of the first if it was brought along. */
function newMachine(old, hasKey) {
    const relay = makeRelay();
    mkdirSync(join(relay.directory, 'state'), { mode: 0o700 });
    if (hasKey) {
        copyFileSync(join(old.directory, 'state/key'), join(relay.directory, 'state/key'));
        chmodSync(join(relay.directory, 'state/key'), 0o600);
    }
    return relay;
}

function backUp(relay, file, ...more) {
    const done = relay.cli(['backup', file, '--json', ...more]);
    assert.equal(done.status, 0, done.stderr);
    return JSON.parse(done.stdout)[0];
}

const rowsOf = (facts, store, table) => facts.stores.find(({ name }) => name === store).rows[table];

test('a backup under load, a kill, a new machine: nothing acknowledged before is missing', { timeout: 240_000 }, async (context) => {
    const relay = makeRelay();
    const receiver = await makeReceiver();
    const tokens = relay.addDevices(['CAFE', 'BEEF']);
    await relay.start();
    for (const device of ['CAFE', 'BEEF']) await relay.register({ device, token: tokens.get(device), email: 'a@example.org', webhook: receiver.url });
    assert.equal(relay.cli(['device', 'pause', 'BEEF']).status, 0);
    const acknowledged = new Set();
    let sequence = 0;
    let alive = true;
    const senders = Array.from({ length: 16 }, async (_, sender) => {
        while (alive) {
            const data = (++sequence).toString(16).padStart(8, '0');
            const device = sender % 2 === 0 ? 'CAFE' : 'BEEF';
            try {
                const { status } = await relay.callback({ device, time: 1700000000 + sequence, data, seqNumber: sequence % 4096 });
                if (status === 204) acknowledged.add(data);
                else if (alive) throw new Error(`a callback was answered ${status}`);
            } catch (error) {
                if (alive) throw error;
                return;
            }
        }
    });
    await eventually(() => acknowledged.size > 1500, 'enough messages');

    const file = join(relay.directory, 'backup.tar');
    let before;
    for (let i = 0; i < 5; ++i) {
        before = new Set(acknowledged);
        // Not spawnSync: the senders go on.
        const { spawn } = await import('node:child_process');
        const child = spawn(program, ['--config', relay.config, 'backup', file], { stdio: ['ignore', 'ignore', 'inherit'] });
        const code = await new Promise((resolve) => child.once('exit', resolve));
        assert.equal(code, 0);
    }
    const after = acknowledged.size;
    alive = false;
    await relay.stop('SIGKILL');
    await Promise.allSettled(senders);

    const fresh = newMachine(relay, true);
    const restored = fresh.cli(['restore', file, '--json']);
    assert.equal(restored.status, 0, restored.stderr);
    const facts = JSON.parse(restored.stdout)[0];
    const listed = ['CAFE', 'BEEF'].flatMap((device) => JSON.parse(fresh.cli(['message', 'list', '--device', device, '--json']).stdout));
    const there = new Set(listed.map(({ data }) => data));
    context.diagnostic(`${before.size} acknowledged before the last backup began, ${after} when it ended, ${there.size} in it`);
    assert.equal(rowsOf(facts, 'messages.db', 'message'), there.size);
    assert.ok(after > before.size, 'there was load while it was taken');
    assert.deepEqual([...before].filter((data) => !there.has(data)), []);

    // What waited in the backup is delivered by the new machine, with its token as good as ever.
    await fresh.start();
    receiver.requests.length = 0;
    const waiting = listed.filter(({ state, device_id }) => state === 'pending' && device_id === 'BEEF').map(({ data }) => data);
    assert.ok(waiting.length > 100);
    assert.equal(fresh.cli(['device', 'resume', 'BEEF']).status, 0);
    await eventually(() => {
        const seen = new Set(receiver.requests.map(({ body }) => JSON.parse(body).data));
        return waiting.every((data) => seen.has(data));
    }, 'what waited to be delivered', 60_000);
    const again = await fresh.register({ device: 'CAFE', token: tokens.get('CAFE'), email: 'a@example.org', webhook: `${receiver.url}/new` });
    assert.equal(again.status, 200);
});

test('without a daemon it is made, restored over what came since, and nothing goes without being asked', async () => {
    const relay = makeRelay({ admin: '127.0.0.1:0' });
    relay.addDevices(['0071', '0072']);
    const file = join(relay.directory, 'backup.tar');
    const facts = backUp(relay, file);
    assert.equal(facts.contains_key, false);
    assert.equal(rowsOf(facts, 'registry.db', 'device'), 2);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const key = readFileSync(join(relay.directory, 'state/key'));
    assert.ok(!readFileSync(file).includes(key));
    assert.deepEqual(readdirSync(join(relay.directory, 'state')).filter((name) => name.includes('partial')), []);
    relay.addDevices(['0073']);

    assert.match(relay.cli(['restore', file]).stderr, /--replace/);
    assert.equal(relay.cli(['restore', file]).status, 65);
    await relay.start();
    const running = relay.cli(['restore', file, '--replace']);
    assert.equal(running.status, 75, running.stderr);
    await relay.stop();
    const dry = relay.cli(['restore', file, '--dry-run']);
    assert.equal(dry.status, 0, dry.stderr);
    assert.equal(JSON.parse(relay.cli(['device', 'list', '--json']).stdout).length, 3);

    const restored = relay.cli(['restore', file, '--replace']);

    assert.equal(restored.status, 0, restored.stderr);
    assert.deepEqual(JSON.parse(relay.cli(['device', 'list', '--json']).stdout).map(({ device_id }) => device_id), ['0071', '0072']);
    const aside = readdirSync(join(relay.directory, 'state')).find((name) => name.startsWith('before-restore-'));
    assert.ok(existsSync(join(relay.directory, 'state', aside, 'registry.db')));

    relay.log = '';
    await relay.start();
    const address = await eventually(() => /metrics and health on (\S+)/.exec(relay.log)?.[1], 'the admin listener');
    const metrics = await (await fetch(`http://${address}/metrics`)).text();
    const at = Number(/^mysigfox_last_backup_timestamp_seconds (\S+)$/m.exec(metrics)[1]);
    assert.ok(Math.abs(at - Date.now() / 1000) < 300, `${at}`);
});

test('a new machine without the key, or with another one, is refused', () => {
    const relay = makeRelay();
    relay.addDevices(['0074']);
    const file = join(relay.directory, 'backup.tar');
    const { key_id } = backUp(relay, file);

    const without = newMachine(relay, false);
    const refused = without.cli(['restore', file]);
    assert.equal(refused.status, 78, refused.stderr);
    assert.ok(refused.stderr.includes(key_id));

    const other = makeRelay();
    other.addDevices(['0075']);
    assert.equal(other.cli(['restore', file, '--replace']).status, 78);
    assert.equal(JSON.parse(other.cli(['device', 'list', '--json']).stdout)[0].device_id, '0075');
});

test('what is damaged, no backup, or somebody else\'s file is refused', () => {
    const relay = makeRelay();
    relay.addDevices(['0076']);
    const file = join(relay.directory, 'backup.tar');
    backUp(relay, file);
    const bytes = readFileSync(file);
    bytes[Math.floor(bytes.length / 2)] ^= 1;
    const damaged = join(relay.directory, 'damaged.tar');
    writeFileSync(damaged, bytes);
    assert.equal(relay.cli(['restore', damaged, '--dry-run']).status, 65);
    assert.equal(relay.cli(['restore', damaged, '--replace']).status, 65);
    assert.equal(relay.cli(['restore', relay.config]).status, 65);
    assert.equal(relay.cli(['restore', join(relay.directory, 'none')]).status, 74);
    assert.equal(JSON.parse(relay.cli(['device', 'list', '--json']).stdout).length, 1, 'nothing was changed');

    const before = readFileSync(relay.config, 'utf8');
    assert.equal(relay.cli(['backup', relay.config]).status, 65);
    assert.equal(readFileSync(relay.config, 'utf8'), before);
    assert.equal(relay.cli(['backup', file, '--keep', '3']).status, 64);
    assert.equal(relay.cli(['backup', join(relay.directory, 'nowhere/backup.tar')]).status, 74);
});

test('a series in a directory keeps the last ones, and leaves other files alone', async () => {
    const relay = makeRelay();
    relay.addDevices(['0077']);
    const folder = join(relay.directory, 'backups');
    mkdirSync(folder);
    for (const name of ['mysigfox-20200101T000000Z.tar', 'mysigfox-20210101T000000Z.tar', 'mine.tar']) writeFileSync(join(folder, name), 'x');

    const { file } = backUp(relay, folder, '--keep', '2');

    assert.deepEqual(readdirSync(folder).map((name) => join(folder, name)).sort(), [join(folder, 'mine.tar'), join(folder, 'mysigfox-20210101T000000Z.tar'), file].sort());
});

test('tar takes a backup apart, and SQLite finds what is in it whole', (context) => {
    const relay = makeRelay();
    relay.addDevices(['0078']);
    const file = join(relay.directory, 'backup.tar');
    backUp(relay, file);
    if (spawnSync('tar', ['--version']).error) return context.skip('no tar');
    const folder = join(relay.directory, 'apart');
    mkdirSync(folder);
    assert.equal(spawnSync('tar', ['-xf', file, '-C', folder]).status, 0);

    assert.deepEqual(readdirSync(folder).sort(), ['about.json', 'contents.json', 'messages.db', 'registry.db']);
    assert.equal(readFileSync(join(folder, 'registry.db')).subarray(0, 15).toString(), 'SQLite format 3');
});

test('check --deep finds the stores well while the daemon works, and says what is not', async () => {
    const relay = makeRelay();
    const receiver = await makeReceiver();
    const fresh = relay.cli(['check', '--deep']);
    assert.equal(fresh.status, 0, fresh.stderr);
    const tokens = relay.addDevices(['0079', '0080']);
    await relay.start();
    await relay.register({ device: '0079', token: tokens.get('0079'), email: 'a@example.org', webhook: receiver.url });
    for (let i = 0; i < 20; ++i) await relay.callback({ device: i % 2 === 0 ? '0079' : '0080', time: 1700000000 + i, data: 'aa' });
    await receiver.wait(10);
    assert.equal(relay.cli(['message', 'replay', '--device', '0079', '--since', '1h']).status, 0);
    await receiver.wait(20);

    const running = relay.cli(['check', '--deep']);
    assert.equal(running.status, 0, running.stderr);
    assert.match(running.stderr, /as they must be: \d+ invariants hold/);
    await relay.stop();
    assert.equal(relay.cli(['check', '--deep']).status, 0);
    assert.deepEqual(readdirSync(join(relay.directory, 'state')).filter((name) => name.includes('partial')), []);

    writeFileSync(join(relay.directory, 'state/key'), Buffer.alloc(32, 7));
    const wrong = relay.cli(['check', '--deep']);
    assert.equal(wrong.status, 74);
    assert.match(wrong.stderr, /registry\.db: does not hold: secrets and headers of webhooks can be opened with the key \(1 time, such as wh_/);
});
