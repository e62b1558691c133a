// systemd/mysigfox-root.conf: what it shows the daemon is all that it needs, and it is as tight as promised.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, test } from 'node:test';
import { Receiver, Relay } from '../support/relay.mjs';

const program = process.env.MYSIGFOX;
const units = join(dirname(fileURLToPath(import.meta.url)), '../../systemd');
const dropIn = readFileSync(join(units, 'mysigfox-root.conf'), 'utf8');
const directory = mkdtempSync(join(tmpdir(), 'mysigfox-root-'));
const disposals = [() => rmSync(directory, { recursive: true, force: true })];
after(async () => {
    for (const dispose of disposals.reverse()) await dispose();
});

const valuesOf = (key) => [...dropIn.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].flatMap(([, value]) => value.split(/ +/)).filter(Boolean);

function run(command, ...args) {
    const done = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, SYSTEMD_COLORS: '0', SYSTEMD_PAGER: '' } });
    return { error: done.error, status: done.status, text: (done.stdout ?? '') + (done.stderr ?? '') };
}

const isJudged = !run('systemd-analyze', '--version').error;
if (!isJudged) console.log('SKIPPED, NOTHING IS PROVED: systemd-analyze (Debian: systemd) is not installed');
const mayMount = run('unshare', '--mount', 'true').status === 0;
if (!mayMount) console.log('SKIPPED, NOTHING IS PROVED: no name space for mounts may be made');

test('with the drop-in the sandbox scores 0.9 or better, and systemd understands all of it', { skip: isJudged ? false : 'no systemd-analyze' }, () => {
    const unit = join(directory, 'mysigfox.service');
    writeFileSync(unit, readFileSync(join(units, 'mysigfox.service'), 'utf8').replaceAll('/usr/bin/mysigfox', program));
    mkdirSync(`${unit}.d`);
    cpSync(join(units, 'mysigfox-root.conf'), join(`${unit}.d`, 'root.conf'));

    const judged = run('systemd-analyze', 'security', '--offline=true', '--threshold=9', unit);
    assert.equal(judged.status, 0, judged.text);
    const verified = run('systemd-analyze', 'verify', '--man=no', unit);
    assert.deepEqual([verified.status, verified.text.trim()], [0, '']);
});

const toNumber = (address) => address.split('.').reduce((number, part) => number * 256 + Number(part), 0);

test('the kernel lets it reach all of the public internet, and nothing private', () => {
    const allowed = valuesOf('IPAddressAllow');
    const blocks = allowed.filter((one) => /^\d+\./.test(one)).map((one) => {
        const [address, length] = one.split('/');
        return { first: toNumber(address), size: 2 ** (32 - Number(length)) };
    });
    const isAllowed = (address) => blocks.some(({ first, size }) => toNumber(address) >= first && toNumber(address) < first + size);
    const denied = [['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.168.0.0', 16], ['224.0.0.0', 3]];

    for (const address of ['10.0.0.1', '100.64.0.1', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.168.255.255', '224.0.0.1', '255.255.255.255', '0.0.0.0']) {
        assert.ok(!isAllowed(address), address);
    }
    for (const address of ['1.1.1.1', '9.255.255.255', '100.63.255.255', '100.128.0.0', '169.253.255.255', '172.15.0.1', '172.32.0.0', '192.167.0.1', '192.169.0.0', '223.255.255.255']) {
        assert.ok(isAllowed(address), address);
    }
    const sum = (sizes) => sizes.reduce((all, size) => all + size, 0);
    assert.equal(sum(blocks.map(({ size }) => size)), 2 ** 32 - sum(denied.map(([, length]) => 2 ** (32 - length))), 'not an address more or less');
    assert.deepEqual(allowed.filter((one) => !/^\d+\./.test(one)), ['localhost', '2000::/3']);
    assert.deepEqual(valuesOf('IPAddressDeny'), ['any']);
});

/** A program that runs mysigfox as the unit would: below a directory in which only that is which the drop-in puts there. */
function inRoot(relay) {
    const root = join(directory, 'root');
    mkdirSync(root);
    const commands = valuesOf('BindReadOnlyPaths').map((one) => {
        const [path, from] = [one.replace(/^-/, ''), one.replace(/^-/, '') === '/usr/bin/mysigfox' ? program : one.replace(/^-/, '')];
        return `bind "${from}" "${path}" "${one.startsWith('-') ? 'optional' : ''}"`;
    }).filter((command) => !command.includes('/etc/mysigfox'));
    const script = join(directory, 'mysigfox-in-root');
    writeFileSync(script, `#!/bin/sh
exec unshare --mount sh -ec '
bind() {
    [ -e "$1" ] || { [ "$3" ] && return 0; }
    if [ -d "$1" ]; then mkdir -p "${root}$2"; else mkdir -p "$(dirname "${root}$2")"; : >>"${root}$2"; fi
    mount --bind "$1" "${root}$2"
    mount -o remount,bind,ro "${root}$2"
}
mount -t tmpfs none "${root}"
${commands.join('\n')}
mkdir -p "${root}/tmp" "${root}/proc" "${root}/dev" "${root}${relay.directory}"
mount -t proc none "${root}/proc"
mount --bind /dev "${root}/dev"
mount --bind "${relay.directory}" "${root}${relay.directory}"
[ ! -e "${root}/bin/sh" ] && [ ! -e "${root}/usr/bin/sh" ] && [ -s "${root}/etc/ssl/certs/ca-certificates.crt" ]
exec chroot "${root}" /usr/bin/mysigfox "$@"
' sh "$@"
`, { mode: 0o755 });
    return script;
}

test('in there it starts, relays and answers the command line', { skip: mayMount ? false : 'no unshare' }, async () => {
    const relay = new Relay(program);
    disposals.push(() => relay.dispose());
    const receiver = await new Receiver().listen();
    disposals.push(() => receiver.close());
    relay.program = inRoot(relay);

    const checked = relay.cli(['check']);
    assert.equal(checked.status, 0, checked.stderr);
    await relay.start();
    const token = relay.addDevices(['0061']).get('0061');
    await relay.register({ device: '0061', token, email: 'a@example.org', webhook: receiver.url });
    await relay.callback({ device: '0061', time: 1700000000, data: 'aa' });
    await receiver.wait(1);

    assert.equal(relay.cli(['healthcheck']).status, 0);
    assert.doesNotMatch(relay.log, /^\S+ (warning|error|critical) /m);
    assert.equal((await relay.stop()).code, 0);
});
