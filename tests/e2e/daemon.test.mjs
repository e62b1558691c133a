// The built program as an operator meets it: start, stop, reload, crash, command line.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Receiver, Relay, eventually } from '../support/relay.mjs';

const program = process.env.MYSIGFOX;
const disposals = [];
after(async () => {
    for (const dispose of disposals) await dispose();
});

function newRelay(options) {
    const relay = new Relay(program, options);
    disposals.push(() => relay.dispose());
    return relay;
}

async function newReceiver(answer) {
    const receiver = await new Receiver(answer).listen();
    disposals.push(() => receiver.close());
    return receiver;
}

test('SIGTERM ends it with 0; what was not delivered is delivered by the next start', async () => {
    const relay = newRelay();
    let works = false;
    const receiver = await newReceiver((request, response) => {
        if (works) response.writeHead(204).end();  // otherwise: silence
    });
    const tokens = relay.addDevices(['0011', '0012']);
    await relay.start();
    for (const [device, token] of tokens) {
        await relay.register({ device, token, email: 'a@example.org', webhook: `${receiver.url}/${device}` });
    }
    await relay.callback({ device: '0011', time: 1700000000, data: 'aa', seqNumber: 1 });
    await receiver.wait(1);

    const { code } = await relay.stop('SIGTERM');
    works = true;
    await relay.start();
    await receiver.wait(2);

    assert.equal(code, 0);
    assert.equal(receiver.requests[1].body, receiver.requests[0].body);
    assert.equal(receiver.requests[1].headers['webhook-id'], receiver.requests[0].headers['webhook-id']);
});

test('copies are recognised after a restart', async () => {
    const relay = newRelay();
    const receiver = await newReceiver();
    const token = relay.addDevices(['0013']).get('0013');
    await relay.start();
    await relay.register({ device: '0013', token, email: 'a@example.org', webhook: receiver.url });
    const fields = { device: '0013', time: 1700000000, data: 'aa', seqNumber: 1 };
    await relay.callback(fields);
    await receiver.wait(1);
    await relay.stop();
    await relay.start();

    assert.equal((await relay.callback(fields)).status, 204);
    await relay.callback({ ...fields, seqNumber: 2 });
    await receiver.wait(2);

    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal(receiver.requests.length, 2);
});

test('reload takes a new secret and keeps the old configuration when the new one is wrong', async () => {
    const relay = newRelay();
    await relay.start();
    const fields = { device: '0014', time: 1700000000, data: 'aa' };
    assert.equal((await relay.callback(fields)).status, 204);

    relay.configure({ secret: 'the-second-secret' });
    assert.equal(relay.cli(['reload']).status, 0);
    await eventually(async () => (await relay.callback(fields)).status === 401, 'the old secret to be refused');
    assert.equal((await relay.callback(fields, { secret: 'the-second-secret' })).status, 204);

    relay.configure({ secret: 'a-third-secret', extra: 'nonsense = 1' });
    assert.notEqual(relay.cli(['reload']).status, 0);
    assert.equal((await relay.callback(fields, { secret: 'the-second-secret' })).status, 204);
});

test('a second daemon on the same directory is refused and touches nothing', async () => {
    const relay = newRelay();
    await relay.start();

    const second = relay.cli(['serve']);

    assert.equal(second.status, 75);
    assert.match(second.stderr, /lock/);
});

test('the key file is private and tokens stand nowhere but in their file', async () => {
    const relay = newRelay();
    const ids = Array.from({ length: 2000 }, (_, i) => (0x100000 + i).toString(16).toUpperCase());
    const tokens = relay.addDevices(ids);
    assert.equal(tokens.size, ids.length);
    const state = join(relay.directory, 'state');

    assert.equal(statSync(join(state, 'key')).mode & 0o777, 0o600);
    for (const name of readdirSync(state)) {
        const bytes = readFileSync(join(state, name), 'latin1');
        for (const token of tokens.values()) assert.ok(!bytes.includes(token), `${name} holds a token`);
    }
});

test('the command line works the same with and without the daemon', async () => {
    const relay = newRelay();
    const csv = 'device_id;email;webhook_url;language\r\n00AB;x@example.org;https://example.org/a?b=c;cs\r\nxyz;;;\r\n';
    for (const running of [false, true]) {
        if (running) await relay.start();
        const imported = relay.cli(['device', 'import', '-', '--tokens-to', join(relay.directory, `t${running}`)], csv);
        assert.equal(imported.status, 65, imported.stderr);
        assert.match(imported.stderr, /3/);
        const exported = relay.cli(['device', 'export', '-']);
        assert.match(exported.stdout, /00AB/);
        assert.match(exported.stdout, /https:\/\/example\.org\/a\?b=c/);
        const [shown] = JSON.parse(relay.cli(['device', 'show', 'ab', '--json']).stdout);
        assert.equal(shown.device_id, '00AB');
        assert.equal(shown.webhook_url, 'https://example.org/a?b=c');
        assert.equal(relay.cli(['device', 'pause', 'AB']).status, 0);
        assert.equal(relay.cli(['device', 'resume', 'AB']).status, 0);
    }
    assert.equal(relay.cli(['device', 'show', 'FFFF']).status === 0, false);
    assert.equal(relay.cli(['nonsense']).status, 64);
});

test('a word that the command line does not know is named, with what was expected', () => {
    const relay = newRelay();
    const cases = [
        [['devic', 'list'], /^mysigfox: verb: found "devic", expected one of serve, check, .*, did you mean device\?\n$/],
        [['device', 'lst'], /^mysigfox: verb of device: found "lst", expected one of add, .*, list, .*, did you mean list\?\n$/],
        [['webhook', 'frobnicate', '--json'], /^mysigfox: verb of webhook: found "frobnicate", expected one of pause, [a-z, ]*show\n$/],
        [['device'], /^mysigfox: verb of device: found nothing, expected one of add, /],
        [[], /^mysigfox: verb: found nothing, expected one of serve, /],
        [['device', 'add', '21DF4E', '--language', 'de'], /--language: found "de", expected cs or en/],
        [['completion', 'zsch'], /completion: found "zsch", expected bash, zsh or fish/],
        [['manual', 'mysigfox.tml'], /manual: found "mysigfox.tml", expected mysigfox or mysigfox.toml/],
    ];
    for (const [words, said] of cases) {
        const { status, stdout, stderr } = relay.cli(words);
        assert.equal(status, 64, words.join(' '));
        assert.match(stderr, said);
        assert.equal(stdout, '');
    }
    assert.equal(relay.cli(['device', '--help']).status, 0);
});

test('the version is told by a verb and by a flag, for people and as JSON', () => {
    const relay = newRelay();
    const told = relay.cli(['version']);
    assert.match(told.stdout, /^mysigfox \d+\.\d+\.\d+\n$/);
    const { status, stdout, stderr } = relay.cli(['--version']);
    assert.deepEqual([status, stdout, stderr], [0, told.stdout, '']);
    const [one, ...more] = JSON.parse(relay.cli(['version', '--json']).stdout);
    assert.deepEqual([one, more], [{ version: told.stdout.trim().split(' ')[1] }, []]);
});

test('a paused device keeps its messages until it is resumed', async () => {
    const relay = newRelay();
    const receiver = await newReceiver();
    const token = relay.addDevices(['0015']).get('0015');
    await relay.start();
    await relay.register({ device: '0015', token, email: 'a@example.org', webhook: receiver.url });
    assert.equal(relay.cli(['device', 'pause', '0015']).status, 0);
    await relay.callback({ device: '0015', time: 1700000000, data: 'aa', seqNumber: 1 });
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(receiver.requests.length, 0);

    assert.equal(relay.cli(['device', 'resume', '0015']).status, 0);

    await receiver.wait(1);
});

test('a store that a newer version made ends everything with 78, and stays as it is', async () => {
    const relay = newRelay();
    await relay.start();
    await relay.stop();
    const file = join(relay.directory, 'state', 'registry.db');
    const bytes = readFileSync(file);
    bytes.writeUInt32BE(99, 60);  // user_version
    writeFileSync(file, bytes);

    for (const verb of [['serve'], ['device', 'add', '0019']]) {
        const ended = relay.cli(verb);
        assert.equal(ended.status, 78, `${verb}: ${ended.status} ${ended.stderr}`);
        assert.match(ended.stderr, /registry\.db: made by a newer version of this program \(its tables are of version 99/);
    }
    assert.deepEqual(readFileSync(file), bytes);
});

test('a wrong configuration is refused with its place and the nearest key', () => {
    const relay = newRelay({ extra: 'total_timeut = "30s"' });
    const checked = relay.cli(['check']);
    assert.equal(checked.status, 78);
    assert.match(checked.stderr, /mysigfox\.toml:\d+:\d+/);
    assert.match(checked.stderr, /total_timeout/);
});

test('check says what serve would refuse, whether the daemon runs or not', async () => {
    const relay = newRelay();
    await relay.start();
    const while_running = relay.cli(['check']);
    assert.equal(while_running.status, 0, while_running.stderr);

    const port = new URL(relay.url).port;
    const other = newRelay();
    const taken = other.cli(['--set', `listen.http=["127.0.0.1:${port}"]`, 'check']);
    assert.equal(taken.status, 74);
    assert.match(taken.stderr, new RegExp(`127\\.0\\.0\\.1:${port}.*in use`));

    const unusable = other.cli(['--set', 'state_directory="/dev/null"', 'check']);
    assert.equal(unusable.status, 74);
    assert.match(unusable.stderr, /is not a directory/);
});

test('a secret that everybody may read is remarked by check, at the start and by a reload, and used', async () => {
    const relay = newRelay();
    const file = join(relay.directory, 'secret');
    const warning = `found ${file} with mode 0644, which everybody on this machine may read, expected 0600 or 0640`;
    chmodSync(relay.directory, 0o755);
    writeFileSync(file, 'a-secret-in-a-file\n');
    chmodSync(file, 0o644);
    writeFileSync(relay.config, readFileSync(relay.config, 'utf8').replace(/^secrets = .*$/m, 'secret_files = ["secret"]'));

    const checked = relay.cli(['check']);
    assert.equal(checked.status, 0, checked.stderr);
    assert.ok(checked.stderr.includes(`mysigfox: warning: ${relay.config}:`) && checked.stderr.includes(warning), checked.stderr);
    await relay.start();
    const times = () => relay.log.split(/\n(?=\S+ warning )/).filter((line) => line.includes(warning)).length;
    assert.equal(times(), 1, relay.log);
    assert.equal((await relay.callback({ device: '0016', time: 1700000000, data: 'aa' }, { secret: 'a-secret-in-a-file' })).status, 204);
    assert.equal(relay.cli(['reload']).status, 0);
    await eventually(() => times() === 2, 'another warning');

    chmodSync(file, 0o600);
    assert.doesNotMatch(relay.cli(['check']).stderr, /warning/);
});

test('it takes as many descriptors as it may have', async () => {
    const relay = newRelay();
    const command = 'ulimit -Sn 512 && exec "$0" --config "$1" serve';
    const daemon = spawn('sh', ['-c', command, program, relay.config], { stdio: 'ignore' });
    try {
        await eventually(() => {
            const limits = /^Max open files +(\d+) +(\d+)/m.exec(readFileSync(`/proc/${daemon.pid}/limits`, 'utf8'));
            const isExecuted = readFileSync(`/proc/${daemon.pid}/comm`, 'utf8').trim() === 'mysigfox';
            return isExecuted && limits[1] === limits[2];
        }, 'the hard limit to be taken');
    } finally {
        daemon.kill();
    }
});
