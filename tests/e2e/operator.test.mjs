// What an operator's monitoring and service manager see of the built program.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Receiver, Relay, eventually } from '../support/relay.mjs';

const program = process.env.MYSIGFOX;
const disposals = [];
after(async () => {
    for (const dispose of disposals) await dispose();
});

async function startRelay(options) {
    const relay = new Relay(program, { admin: '127.0.0.1:0', ...options });
    disposals.push(() => relay.dispose());
    await relay.start();
    if (relay.admin === '') return relay;
    await eventually(() => /metrics and health on (\S+)/.test(relay.log), 'the admin listener');
    const address = /metrics and health on (\S+)/.exec(relay.log)[1];
    relay.ask = async (path) => {
        const answer = await fetch(`http://${address}${path}`);
        return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
    };
    return relay;
}

/** Families by name: { type, help, samples: [{ name, labels, value }] }; throws where the text breaks the format. */
function parseExposition(text) {
    const families = new Map();
    let family;
    assert.ok(text.endsWith('\n'));
    for (const line of text.trimEnd().split('\n')) {
        const help = /^# HELP ([a-z_]+) (.+)$/.exec(line);
        const type = /^# TYPE ([a-z_]+) (counter|gauge|histogram)$/.exec(line);
        const sample = /^([a-z_]+)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)+)\})? (\S+)$/.exec(line);
        if (help) {
            assert.ok(!families.has(help[1]), `${help[1]} stands there twice`);
            family = { name: help[1], help: help[2], samples: [] };
            families.set(help[1], family);
        } else if (type) {
            assert.equal(type[1], family.name);
            family.type = type[2];
        } else {
            assert.ok(sample, `not in the format: ${line}`);
            const base = family.type === 'histogram' ? sample[1].replace(/_(bucket|sum|count)$/, '') : sample[1];
            assert.equal(base, family.name, line);
            assert.ok(Number.isFinite(Number(sample[3])), line);
            family.samples.push({ name: sample[1], labels: sample[2] ?? '', value: Number(sample[3]) });
        }
    }
    return families;
}

test('every metric is described, named by the rules, and stands there once', async () => {
    const relay = await startRelay();
    const receiver = await new Receiver().listen();
    disposals.push(() => receiver.close());
    const token = relay.addDevices(['0051']).get('0051');
    await relay.register({ device: '0051', token, email: 'a@example.org', webhook: receiver.url });
    await relay.callback({ device: '0051', time: 1700000000, data: 'aa', seqNumber: 1 });
    await relay.callback({ device: '0051', time: 1700000000, data: 'aa', seqNumber: 1 });
    await relay.callback({ device: '0051', time: 1700000000 }, { secret: 'wrong' });
    await receiver.wait(1);
    const delivered = /^mysigfox_deliveries_total\{outcome="delivered"\} 1$/m;
    await eventually(async () => delivered.test((await relay.ask('/metrics')).text), 'the delivery to be counted');

    const { status, type, text } = await relay.ask('/metrics');

    assert.equal(status, 200);
    assert.match(type, /^text\/plain; version=0\.0\.4/);
    const families = parseExposition(text);
    for (const [name, family] of families) {
        assert.match(name, /^(mysigfox|process)_/);
        assert.equal(name.endsWith('_total'), family.type === 'counter', `${name} is a ${family.type}`);
        if (family.type === 'histogram') assert.match(name, /_seconds$/);
        const places = family.samples.map((sample) => `${sample.name}{${sample.labels}}`);
        assert.equal(new Set(places).size, places.length, `${name} has one place twice`);
    }
    const value = (name, labels = '') => families.get(name)?.samples.find((sample) => sample.labels === labels)?.value;
    assert.equal(value('mysigfox_callbacks_total', 'account="main",outcome="stored"'), 1);
    assert.equal(value('mysigfox_callbacks_total', 'account="main",outcome="copy"'), 1);
    assert.equal(value('mysigfox_callbacks_total', 'account="",outcome="unauthorized"'), 1);
    assert.equal(value('mysigfox_delivery_attempts_total', 'cause="delivered"'), 1);
    assert.equal(value('mysigfox_queue_messages', 'state="pending"'), 0);
    assert.equal(value('mysigfox_devices'), 1);
    assert.equal(value('mysigfox_ready'), 1);
    assert.equal(value('mysigfox_config_last_reload_successful'), 1);
    assert.ok(value('mysigfox_database_size_bytes', 'file="messages"') > 0);
    assert.ok(value('mysigfox_disk_free_bytes') > 0);
    assert.ok(value('mysigfox_commit_changes_total', 'file="messages"') >= 2);
    assert.ok(value('process_open_fds') > 3 && value('process_resident_memory_bytes') > 1e6);
    assert.ok(Math.abs(value('process_start_time_seconds') - Date.now() / 1000) < 300);
});

test('health says what is wrong, and 503', async () => {
    const relay = await startRelay();
    assert.deepEqual([(await relay.ask('/livez')).status, (await relay.ask('/readyz')).status], [200, 200]);
    assert.match((await relay.ask('/readyz?verbose')).text, /\[\+\] disk ok\n.*\[\+\] messages\.db ok/s);
    assert.equal((await relay.ask('/form')).status, 404);
    assert.equal((await relay.send('GET', '/metrics', '')).status, 404, 'the public listener knows no metrics');

    const full = await startRelay({ extra: '[health]\nmin_free_space = "1000000GiB"' });
    const answer = await full.ask('/readyz');
    assert.equal(answer.status, 503);
    assert.match(answer.text, /disk: \d+ bytes free/);
    assert.equal((await full.ask('/livez')).status, 200);
});

test('while it drains it is alive and not ready', async () => {
    const relay = await startRelay();
    let release;
    const receiver = await new Receiver((request, response) => {
        release = () => response.writeHead(204).end();
    }).listen();
    disposals.push(() => receiver.close());
    const token = relay.addDevices(['0053']).get('0053');
    await relay.register({ device: '0053', token, email: 'a@example.org', webhook: receiver.url });
    await relay.callback({ device: '0053', time: 1700000000, data: 'aa' });
    await receiver.wait(1);

    relay.process.kill('SIGTERM');

    await eventually(async () => (await relay.ask('/readyz')).status === 503, 'readyz to say that it stops', 2_500);
    assert.equal((await relay.ask('/livez')).status, 200);
    const asked = relay.cli(['healthcheck']);
    assert.equal(asked.status, 75);
    assert.match(asked.stdout, /^\[-\] running: stopping$/m);
    const late = relay.cli(['device', 'add', '0055']);
    assert.equal(late.status, 75, 'nothing is begun any more');
    assert.match(late.stderr, /stopping/);
    release();
    assert.equal((await relay.exited).code, 0);
});

const kChecks = ['running', 'loops', 'disk', 'messages.db', 'registry.db'];

test('healthcheck says in its exit code whether the daemon is ready, and what is wrong', async () => {
    const relay = await startRelay({ admin: '' });
    const well = relay.cli(['healthcheck']);
    assert.equal(well.status, 0, well.stderr);
    assert.equal(well.stdout, kChecks.map((name) => `[+] ${name} ok\n`).join(''));
    const listed = JSON.parse(relay.cli(['healthcheck', '--json']).stdout);
    assert.deepEqual(listed, kChecks.map((check) => ({ check, is_well: true, problem: null })));

    const full = await startRelay({ extra: '[health]\nmin_free_space = "1000000GiB"' });
    const ill = full.cli(['healthcheck']);
    assert.equal(ill.status, 75);
    assert.match(ill.stdout, /^\[\+\] running ok$.*^\[-\] disk: \d+ bytes free.*^\[\+\] messages\.db ok$/ms);
    assert.equal(ill.stderr, 'mysigfox: the daemon runs but is not ready: disk\n');
    assert.match(JSON.parse(full.cli(['healthcheck', '--json']).stdout)[2].problem, /bytes free/);
    assert.equal(`${(await full.ask('/readyz?verbose')).text}`.replace(/readyz failed\n/, '').replaceAll(/\d+/g, ''), ill.stdout.replaceAll(/\d+/g, ''), 'as /readyz has it');

    await relay.stop();
    const nobody = relay.cli(['healthcheck']);
    assert.equal(nobody.status, 69);
    assert.match(nobody.stderr, /no daemon answers/);
});

test('a webhook cannot lead to the admin listener', async () => {
    const relay = await startRelay();
    const address = /metrics and health on (\S+)/.exec(relay.log)[1];

    const tried = relay.cli(['webhook', 'test', `http://${address}/metrics`]);
    const token = relay.addDevices(['0054']).get('0054');
    const { html } = await relay.register({ device: '0054', token, email: 'a@example.org', webhook: `http://${address}/` });

    assert.notEqual(tried.status, 0);
    assert.ok(!html.includes('whsec_'), 'the form took it');
});

test('a refused reload is seen', async () => {
    const relay = await startRelay();
    relay.configure({ extra: 'nonsense = 1' });
    relay.process.kill('SIGHUP');  // `mysigfox reload` would read the file itself first
    const refused = /^mysigfox_config_last_reload_successful 0$/m;
    await eventually(async () => refused.test((await relay.ask('/metrics')).text), 'the refusal to be told');
});

test('what destroys can be tried dry', () => {
    const relay = new Relay(program);
    disposals.push(() => relay.dispose());
    assert.equal(relay.cli(['device', 'add', '0055', '--email', 'a@example.org']).status, 0);
    const before = relay.cli(['device', 'show', '0055', '--json']).stdout;
    for (const verb of [['device', 'unregister', '0055'], ['device', 'remove', '0055'], ['device', 'transfer', '0055', '--email', 'b@example.org']]) {
        const dry = relay.cli([...verb, '--dry-run']);
        assert.equal(dry.status, 0, dry.stderr);
        assert.equal(dry.stdout, '', 'no token');
        assert.match(dry.stderr, /^dry run, nothing was changed: 0055 is of a@example\.org and would /);
    }
    const forgetting = relay.cli(['customer', 'forget', 'a@example.org', '--dry-run']);
    assert.match(forgetting.stderr, /a@example\.org would be forgotten, with 1 device\./);
    assert.equal(relay.cli(['device', 'show', '0055', '--json']).stdout, before);
    assert.notEqual(relay.cli(['device', 'remove', '0056', '--dry-run']).status, 0, 'nobody knows that one');
});
