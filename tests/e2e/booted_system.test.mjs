// The package on a Debian whose pid 1 is a real systemd: what the unit files promise, held against what it does with them.
// Run by scripts/package.sh --boot, which makes the Debian (ROOT) and the network that this process and that system share.
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, beforeEach, test } from 'node:test';
import { Backend } from '../support/backend.mjs';
import { BootedSystem, bootingIsRefused } from '../support/booted_system.mjs';
import { Receiver, eventually, kSecret } from '../support/relay.mjs';

const source = join(dirname(fileURLToPath(import.meta.url)), '../..');
const refused = process.env.ROOT ? bootingIsRefused() : 'scripts/package.sh --boot makes the system';
if (refused) console.log(`SKIPPED, NOTHING IS PROVED: ${refused}`);
const options = { skip: refused || false };
const system = refused ? null : new BootedSystem(process.env.ROOT);
const kPort = 8080;
const kConfiguration = '/etc/mysigfox/mysigfox.toml';
const kDropIns = '/etc/systemd/system/mysigfox.service.d';
const kPatience = 120_000;
const soon = (claim, what) => eventually(claim, what, kPatience);

let works = true;
let receiver;
let good; // the configuration that all tests begin with
let shipped;

before(async () => {
    if (refused) return;
    receiver = await new Receiver((request, response) => works && response.writeHead(204).end()).listen(0, '0.0.0.0');
    copyFileSync(process.env.PACKAGE, system.path('/srv/mysigfox.deb'));
    assert.equal(await system.boot(), 'running', await system.must('systemctl', '--failed'));
});

after(async () => {
    if (refused) return;
    await receiver?.close();
    await system.shutDown();
    assert.ok(!existsSync(system.group), 'its control groups are gone');
});

beforeEach(() => {
    works = true;
});

/** A callback as Sigfox sends it, on a connection of its own; the status or the code of what went wrong. */
function callback(fields, { port = kPort, over = http } = {}) {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${kSecret}` };
    return new Promise((resolve) => {
        const request = over.request({ host: '127.0.0.1', port, method: 'POST', path: '/sigfox/uplink', agent: false, headers, rejectUnauthorized: false }, (response) => {
            response.resume().on('end', () => resolve(response.statusCode));
        });
        request.on('error', (error) => resolve(error.code)).end(JSON.stringify({ time: 1_700_000_000, ...fields }));
    });
}

const get = async (url) => (await fetch(url, { headers: { connection: 'close' } })).text();

let sent = 0;
/** Sends a message that is new to the relay and waits until the customer has it. */
async function relayOne(how) {
    const data = (++sent).toString(16).padStart(8, '0');
    assert.equal(await callback({ device: 'C0FFEE', data, seqNumber: sent }, how), 204);
    await arrives(data);
}

/** The commands that a section of a page gives. */
function commands(page, heading) {
    const section = readFileSync(join(source, 'docs/operators', page), 'utf8').split(/^##+ /m).find((text) => text.startsWith(heading));
    return section.split('\n').filter((line) => line.startsWith('    ')).map((line) => line.trim());
}

const arrives = (data) => soon(() => receiver.requests.some(({ body }) => JSON.parse(body).data === data), `${data} at the customer`);
const configure = (text) => writeFileSync(system.path(kConfiguration), text);
const mainPid = () => system.show('MainPID');
const state = async () => `${await system.show('ActiveState')}/${await system.show('SubState')}`;
const ownersOf = async (path) => [...new Set((await system.must('find', path, '-printf', '%u:%g\n')).trim().split('\n'))];

async function dropIn(name, lines) {
    mkdirSync(system.path(kDropIns), { recursive: true });
    writeFileSync(system.path(join(kDropIns, name)), `[Service]\n${lines}\n`);
    await system.must('systemctl', 'daemon-reload');
}

async function withoutDropIns() {
    rmSync(system.path(kDropIns), { recursive: true, force: true });
    await system.must('systemctl', 'daemon-reload');
}

/** Ends the daemon by a signal and waits for the next one. */
async function isStartedAgain(signal) {
    const old = await mainPid();
    await system.must('kill', `-${signal}`, old);
    await soon(async () => ![old, '0'].includes(await mainPid()) && await state() === 'active/running', 'the next daemon');
}

test('apt installs it: user, folders and units are there, and nothing is started', options, async () => {
    await system.must('apt-get', 'install', '-y', '--no-install-recommends', '/srv/mysigfox.deb');

    assert.match(await system.must('getent', 'passwd', 'mysigfox'), /^mysigfox:[^:]*:\d+:\d+:[^:]*:\/var\/lib\/mysigfox:\S*nologin$/m);
    for (const path of ['/var/lib/mysigfox', '/var/lib/mysigfox-backups']) {
        assert.equal((await system.must('stat', '-c', '%U:%G %a', path)).trim(), 'mysigfox:mysigfox 700', path);
    }
    for (const unit of ['mysigfox.service', 'mysigfox.socket', 'mysigfox-https.socket', 'mysigfox-backup.service', 'mysigfox-backup.timer']) {
        assert.equal(await system.show('LoadState', unit), 'loaded');
        assert.equal(await system.show('ActiveState', unit), 'inactive', unit);
    }
});

test('an unconfigured daemon is refused with 78 once, not again and again', options, async () => {
    const begun = await system.run('systemctl', 'start', 'mysigfox.service');

    assert.notEqual(begun.status, 0);
    assert.equal(await state(), 'failed/failed');
    assert.equal(await system.show('ExecMainStatus'), '78');
    assert.equal(await system.show('NRestarts'), '0');
    assert.match(await system.show('ExecStartPre'), /ignore_errors=yes .* status=78 /);
    const reasons = (await system.journal()).filter((row) => /mysigfox\.toml:\d+:\d+: sigfox\.account: found an account without a secret/.test(row.MESSAGE));
    assert.deepEqual(reasons.map((row) => row.PRIORITY), ['3', '3'], 'of check, and of serve');
});

test('configured as the docs say and enabled, it is ready, says how many wait, and has its secret', options, async () => {
    shipped = readFileSync(system.path(kConfiguration), 'utf8');
    writeFileSync(system.path('/etc/mysigfox/secrets/main'), `${kSecret}\n`, { mode: 0o600 });
    good = shipped.replace(/^public_url = .*/m, 'public_url = "https://relay.example.org"')
        .replace(/^secret_files = .*/m, 'secret_files = ["secrets/main"]')
        .replace(/^allowed_targets = .*/m, 'allowed_targets = ["127.0.0.0/8", "10.9.9.9"]')
        .replace(/^max_per_source = .*/m, 'max_per_source = 1000')
        .replace(/^level = .*/m, 'level = "debug"');
    configure(good);
    await system.must('mysigfox', 'check');

    await system.must('systemctl', 'enable', '--now', 'mysigfox.socket', 'mysigfox.service', 'mysigfox-backup.timer');

    assert.equal(await state(), 'active/running'); // Type=notify: enable --now waited for READY=1
    await soon(async () => /^\d+ messages? waits?/.test(await system.show('StatusText')), 'the status');
    assert.equal(await callback({ device: 'C0FFEE', data: '00', seqNumber: 1 }), 204);
    await system.must('mysigfox', 'healthcheck');
    assert.equal((await system.must('stat', '-c', '%U:%G %a', '/run/mysigfox')).trim(), 'mysigfox:mysigfox 750');
    assert.deepEqual(await ownersOf('/var/lib/mysigfox'), ['mysigfox:mysigfox']);
});

test('the kernel holds it to the sandbox', options, async () => {
    const pid = await mainPid();
    const status = Object.fromEntries((await system.must('cat', `/proc/${pid}/status`)).split('\n').map((line) => line.split(':\t')));
    for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb']) assert.equal(Number(`0x${status[set]}`), 0, set);
    assert.equal(status.NoNewPrivs, '1');
    assert.equal(status.Seccomp, '2', 'a filter of system calls');
    assert.equal(status.Umask, '0077');
    assert.equal((await system.must('cat', `/proc/${pid}/uid_map`)).trim().split('\n').length, 2, 'PrivateUsers=: root and itself');

    const mounts = (await system.must('cat', `/proc/${pid}/mountinfo`)).trim().split('\n').map((line) => line.split(' '));
    const mount = (path) => mounts.findLast((fields) => fields[4] === path)?.join(' ') ?? '';
    for (const path of ['/', '/dev', '/sys', '/sys/fs/cgroup', '/run/credentials/mysigfox.service']) assert.match(mount(path), / ro[, ]/, `${path} is read only`);
    for (const path of ['/home', '/root', '/run/user']) assert.match(mount(path), /\/systemd\/inaccessible\/dir/, path);
    assert.match(mount('/proc'), /hidepid=invisible,subset=pid/);
    for (const path of ['/tmp', '/var/tmp']) assert.match(mount(path), /systemd-private-\w+-mysigfox\.service/, path);
    assert.match(mount('/var/lib/mysigfox'), / rw,/);
    assert.match(await system.must('systemd-analyze', 'security', '--threshold=11', 'mysigfox.service'), /Overall exposure level/);
    for (const space of ['user', 'mnt', 'uts']) {
        assert.notEqual(await system.must('readlink', `/proc/${pid}/ns/${space}`), await system.must('readlink', `/proc/1/ns/${space}`), space);
    }
});

test('a callback is delivered, and the journal has it by priority and device', options, async () => {
    await system.must('mysigfox', 'device', 'add', 'C0FFEE', '--email', 'you@example.org', '--webhook-url', receiver.url);
    await relayOne();
    await soon(async () => (await system.journal()).some((row) => row.MYSIGFOX_MESSAGE_ID?.startsWith('msg_')), 'an attempt in the journal');
    assert.equal(await callback({ device: 'nonsense', data: '00' }), 400);

    const rows = (await system.journal()).filter((row) => row._COMM === 'mysigfox' && row._TRANSPORT === 'journal');
    const attempt = rows.find((row) => row.MYSIGFOX_MESSAGE_ID);
    assert.deepEqual([attempt.PRIORITY, attempt.DEVICE_ID], ['7', 'C0FFEE']);
    assert.match(attempt.MYSIGFOX_MESSAGE_ID, /^msg_/);
    assert.equal(rows.find((row) => /^listening on /.test(row.MESSAGE)).PRIORITY, '6');
    await soon(async () => (await system.must('journalctl', '-b', '-u', 'mysigfox', '-p', 'warning', '-o', 'cat')).includes('refused'), 'a refusal among the warnings');
    assert.notEqual((await system.must('journalctl', '-b', '-u', 'mysigfox', `MYSIGFOX_MESSAGE_ID=${attempt.MYSIGFOX_MESSAGE_ID}`, '-o', 'cat')).trim(), '');
});

test('a reload applies a good file and fails with a bad one, which changes nothing', options, async () => {
    const pid = await mainPid();
    configure(good.replace('"127.0.0.0/8", ', '"127.0.0.0/8", "10.8.0.0/16", '));
    await system.must('systemctl', 'reload', 'mysigfox');
    assert.match(await system.must('journalctl', '-b', '-o', 'cat', 'UNIT=mysigfox.service'), /^Reloaded mysigfox\.service/m);
    assert.match(await system.must('mysigfox', 'config', 'show'), /10\.8\.0\.0\/16/);

    configure(`${good}\nnonsense = 1\n`);
    const second = await system.run('systemctl', 'reload', 'mysigfox');

    assert.notEqual(second.status, 0);
    assert.match((await system.must('journalctl', '-b', '-u', 'mysigfox', '-o', 'cat')), /mysigfox\.toml:\d+:\d+: .*nonsense/);
    assert.equal(await state(), 'active/running');
    assert.equal(await mainPid(), pid);
    configure(good);
    await system.must('systemctl', 'reload', 'mysigfox');
    await relayOne();
});

test('a changed secret is handed over by a restart, as the docs say', options, async () => {
    const secret = system.path('/etc/mysigfox/secrets/main');
    writeFileSync(secret, 'another-secret-of-the-callback\n');
    await system.must('systemctl', 'reload', 'mysigfox');
    await relayOne();
    await system.must('systemctl', 'restart', 'mysigfox');
    assert.equal(await callback({ device: 'C0FFEE', data: '00' }), 401);

    writeFileSync(secret, `${kSecret}\n`);
    await system.must('systemctl', 'restart', 'mysigfox');
    await relayOne();
});

test('killed, it is started again, and what was waiting is delivered', options, async () => {
    works = false;
    assert.equal(await callback({ device: 'C0FFEE', data: 'dead', seqNumber: 2000 }), 204);
    await arrives('dead');
    const before = receiver.requests.length;
    const restarts = Number(await system.show('NRestarts'));

    works = true;
    await isStartedAgain('KILL');

    assert.equal(Number(await system.show('NRestarts')), restarts + 1);
    await soon(() => receiver.requests.slice(before).some(({ body }) => JSON.parse(body).data === 'dead'), 'the message again');
    await relayOne();
});

test('a daemon that stands still is ended by the watchdog and started again', options, async () => {
    await dropIn('watchdog.conf', 'WatchdogSec=8\nTimeoutAbortSec=3');
    await system.must('systemctl', 'restart', 'mysigfox');
    assert.equal(await system.show('WatchdogUSec'), '8s');

    await isStartedAgain('STOP');

    assert.match(await system.must('journalctl', '-b', '-o', 'cat', 'UNIT=mysigfox.service'), /Watchdog timeout/);
    await withoutDropIns();
    await system.must('systemctl', 'restart', 'mysigfox');
    await relayOne();
});

test('restarts refuse nobody: the socket is held by systemd', options, async () => {
    const backend = new Backend({ port: kPort, rate: 100, devices: ['C0FFEE'] });
    backend.start();
    for (let restart = 0; restart < 2; ++restart) {
        const taken = backend.taken;
        await soon(() => backend.taken >= taken + 50, 'callbacks');
        await system.must('systemctl', 'restart', 'mysigfox');
    }
    backend.finish();
    await soon(() => backend.taken === backend.due, 'every callback to be taken');
    backend.dispose();

    assert.equal(backend.outcomes.ECONNREFUSED, undefined, JSON.stringify(backend.outcomes));
    assert.equal(backend.outcomes[204], backend.due);
});

test('stopped it ends by itself with 0, and the next callback starts it', options, async () => {
    await system.must('systemctl', 'stop', 'mysigfox.service');
    assert.deepEqual([await state(), await system.show('Result'), await system.show('ExecMainCode'), await system.show('ExecMainStatus')], ['inactive/dead', 'success', '1', '0']);

    await relayOne();
    assert.equal(await state(), 'active/running');
});

test('a damaged store ends it with 74, once', options, async () => {
    await system.must('systemctl', 'stop', 'mysigfox.socket', 'mysigfox.service');
    const registry = system.path('/var/lib/mysigfox/registry.db');
    const whole = readFileSync(registry);
    writeFileSync(registry, Buffer.concat([Buffer.alloc(4096, 0xa5), whole.subarray(4096)]));

    assert.notEqual((await system.run('systemctl', 'start', 'mysigfox')).status, 0);
    assert.deepEqual([await state(), await system.show('ExecMainStatus'), await system.show('NRestarts')], ['failed/failed', '74', '0']);

    writeFileSync(registry, whole);
    await system.must('systemctl', 'start', 'mysigfox.socket', 'mysigfox');
    await relayOne();
});

test('while somebody else has the stores it tries until they are free', options, async () => {
    await system.must('systemctl', 'stop', 'mysigfox.service');
    await system.must('systemd-run', '--unit=holder', 'flock', '/var/lib/mysigfox/lock', 'sleep', 'infinity');
    await soon(async () => (await system.run('flock', '--nonblock', '/var/lib/mysigfox/lock', 'true')).status !== 0, 'the lock');

    assert.notEqual((await system.run('systemctl', 'start', 'mysigfox')).status, 0);
    await soon(async () => Number(await system.show('NRestarts')) > 7, 'more tries than systemd has patience for');
    assert.equal(await system.show('ActiveState', 'mysigfox.socket'), 'active');
    const waits = callback({ device: 'C0FFEE', data: 'beef', seqNumber: 3000 });
    await system.must('systemctl', 'stop', 'holder');

    assert.equal(await waits, 204);
    await arrives('beef');
});

test('a wrong configuration is not tried again and again by callbacks that come to the socket', options, async () => {
    configure(`${good}\nnonsense = 1\n`);
    await system.must('systemctl', 'stop', 'mysigfox.service');
    assert.match(String(await callback({ device: 'C0FFEE', data: '00' })), /^E/);
    await soon(async () => await system.show('ActiveState', 'mysigfox.socket') === 'failed', 'the end of the patience');
    assert.equal(await system.show('ExecMainStatus'), '78');

    configure(good);
    await system.must('systemctl', 'start', 'mysigfox.socket', 'mysigfox.service');
    await relayOne();
});

test("root's command line leaves nothing that the daemon cannot open", options, async () => {
    await system.must('systemctl', 'stop', 'mysigfox.socket', 'mysigfox.service');
    await system.must('mysigfox', 'device', 'add', 'C0FFE1', '--email', 'you@example.org', '--webhook-url', receiver.url);
    await system.must('mysigfox', 'message', 'list', '--device', 'C0FFEE');
    assert.deepEqual(await ownersOf('/var/lib/mysigfox'), ['mysigfox:mysigfox']);
    await system.must('systemctl', 'start', 'mysigfox.socket', 'mysigfox.service');
    await relayOne();

    const key = system.path('/var/lib/mysigfox/key');
    const kept = readFileSync(key);
    await system.must('mysigfox', 'device', 'remove', '--yes', 'C0FFE1');
    assert.deepEqual(readFileSync(key), kept);
    assert.deepEqual(await ownersOf('/var/lib/mysigfox'), ['mysigfox:mysigfox']);
});

test('the timer is due, and its service leaves a backup that restore accepts', options, async () => {
    assert.match(await system.must('systemctl', 'list-timers', '--all'), /mysigfox-backup\.timer +mysigfox-backup\.service/);
    const folder = system.path('/var/lib/mysigfox-backups');
    for (const daemon of ['start', 'stop']) {
        for (const name of readdirSync(folder)) rmSync(join(folder, name));
        await system.must('systemctl', daemon, 'mysigfox.socket', 'mysigfox.service');
        await system.must('systemctl', 'start', 'mysigfox-backup.service');

        const [name, ...more] = readdirSync(folder);
        assert.match(name, /^mysigfox-\S+\.tar$/);
        assert.deepEqual(more, []);
        assert.equal((await system.must('stat', '-c', '%U %a', `/var/lib/mysigfox-backups/${name}`)).trim(), 'mysigfox 600');
        await system.must('mysigfox', 'restore', '--dry-run', `/var/lib/mysigfox-backups/${name}`);
    }
    await system.must('systemctl', 'start', 'mysigfox.socket', 'mysigfox.service');
    assert.equal(await system.show('Result', 'mysigfox-backup.service'), 'success');
    assert.doesNotMatch((await system.journal('mysigfox-backup.service')).map((row) => row.MESSAGE).join('\n'), /cannot|not permitted/);
    assert.match(await get('http://127.0.0.1:9090/metrics'), /^mysigfox_last_backup_timestamp_seconds [1-9]/m);
    await relayOne();
});

test('port 443 is opened by its socket, beside the other', options, async () => {
    const tls = system.path('/etc/mysigfox/tls');
    mkdirSync(tls);
    await system.must('openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=relay.example.org', '-keyout', '/etc/mysigfox/tls/privkey.pem', '-out', '/etc/mysigfox/tls/fullchain.pem');
    await system.must('chgrp', '-R', 'mysigfox', '/etc/mysigfox/tls');
    await system.must('chmod', '0640', '/etc/mysigfox/tls/privkey.pem');
    good = good.replace(/^certificate_file = .*/m, 'certificate_file = "tls/fullchain.pem"').replace(/^private_key_file = .*/m, 'private_key_file = "tls/privkey.pem"');
    configure(good);

    for (const command of commands('tls.md', 'Port 443 under systemd').filter((line) => !line.startsWith('install '))) await system.must('sh', '-c', command);

    await relayOne({ port: 443, over: https });
    await relayOne();
});

test('after a reboot everything is there again by itself', options, async () => {
    await system.shutDown();
    assert.equal(await system.boot(), 'running', 'no unit failed');

    assert.equal(await state(), 'active/running');
    await relayOne({ port: 443, over: https });
    await relayOne();
});

test('with a file system of its own it works, and the kernel lets it reach no private address', options, async () => {
    await system.must('ip', 'address', 'add', '10.9.9.9/32', 'dev', 'lo');
    await system.must('mysigfox', 'device', 'add', 'C0FFE2', '--email', 'me@example.org', '--webhook-url', `http://10.9.9.9:${receiver.port}`);
    await system.must('install', '-d', '-m', '0755', '/var/lib/mysigfox-root');
    await dropIn('root.conf', readFileSync(system.path('/usr/share/doc/mysigfox/examples/mysigfox-root.conf'), 'utf8').replace('[Service]\n', ''));
    await system.must('systemctl', 'restart', 'mysigfox');

    await relayOne();
    const root = `/proc/${await mainPid()}/root`;
    assert.notEqual((await system.run('ls', `${root}/bin/sh`)).status, 0);
    assert.notEqual((await system.run('ls', `${root}/usr/bin/sh`)).status, 0);
    await system.must('systemctl', 'reload', 'mysigfox');
    const judged = await system.must('systemd-analyze', 'security', '--threshold=9', 'mysigfox.service');
    assert.match(judged, /Overall exposure level for mysigfox\.service: 0\.[0-9]/);

    assert.equal(await callback({ device: 'C0FFE2', data: 'face', seqNumber: 1 }), 204);
    const attempt = await soon(async () => (await system.journal()).find((row) => /of C0FFE2: attempt 1/.test(row.MESSAGE)), 'an attempt');
    assert.doesNotMatch(attempt.MESSAGE, /delivered/);
    await dropIn('here.conf', 'IPAddressAllow=10.9.9.9');
    await system.must('systemctl', 'restart', 'mysigfox');
    await arrives('face');
});

test('an upgrade restarts what runs, and refuses nobody', options, async () => {
    const pid = await mainPid();
    const backend = new Backend({ port: kPort, rate: 50, devices: ['C0FFEE'] });
    backend.start();
    await system.must('apt-get', 'install', '-y', '--reinstall', '/srv/mysigfox.deb');
    backend.finish();
    await soon(() => backend.taken === backend.due, 'every callback to be taken');
    backend.dispose();

    assert.equal(backend.outcomes.ECONNREFUSED, undefined, JSON.stringify(backend.outcomes));
    assert.notEqual(await mainPid(), pid);
    assert.equal(await state(), 'active/running');
});

test('a removal stops all of it; a purge leaves nothing but the user', options, async () => {
    await system.must('apt-get', 'remove', '-y', 'mysigfox');

    const units = await system.must('systemctl', 'list-units', '--all', '--plain', '--no-legend', 'mysigfox*');
    assert.doesNotMatch(units, / active /, units);
    for (const port of [kPort, 443]) assert.equal(await callback({ device: 'C0FFEE', data: '00' }, { port }), 'ECONNREFUSED');
    assert.equal((await system.run('pgrep', '--exact', 'mysigfox')).status, 1, 'nothing runs');
    assert.ok(statSync(system.path('/var/lib/mysigfox/registry.db')).size > 0);

    await system.must('apt-get', 'purge', '-y', 'mysigfox');
    const ours = ['/etc/systemd/system/mysigfox.service.d', '/var/lib/mysigfox-root']; // made by hand
    const left = (await system.must('find', '/etc', '/usr', '/var', '/run', '-name', '*mysigfox*')).trim().split('\n');
    assert.deepEqual(left.filter((path) => !ours.some((one) => path.startsWith(one))), []);
    assert.equal((await system.must('systemctl', '--failed', '--no-legend', '--plain')).trim(), '');
});
