// The package on a Debian that has never seen it, used as the docs say and as nobody else told.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, test } from 'node:test';

const source = join(dirname(fileURLToPath(import.meta.url)), '../..');
const root = mkdtempSync(join(tmpdir(), 'mysigfox-clean-'));
after(() => rmSync(root, { recursive: true, force: true }));

function run(command, ...args) {
    const done = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', DEBIAN_FRONTEND: 'noninteractive' } });
    assert.equal(done.status, 0, `${command} ${args.join(' ')}\n${done.stdout}${done.stderr}`);
    return done.stdout;
}

/** Runs a script inside; what is mounted for it goes with it, and without `network` it is alone with its ports. */
function inside(script, { network = false } = {}) {
    writeFileSync(join(root, 'script'), `set -e\n${script}\n`);
    const enter = `${network ? '' : 'ip link set lo up; '}mount --bind /proc ${root}/proc; exec chroot ${root} bash /script`;
    return run('unshare', '--mount', ...(network ? [] : ['--net']), 'sh', '-c', enter);
}

const page = (name) => readFileSync(join(source, 'docs/operators', name), 'utf8');

/** The indented blocks of a section, lines that end in a backslash joined, comments gone. */
function commands(name, heading) {
    const section = page(name).split(/^## /m).find((text) => text.startsWith(heading));
    assert.ok(section, heading);
    return section.replaceAll('\\\n', ' ').split('\n').filter((line) => line.startsWith('    ')).map((line) => line.trim().replace(/ {3,}# .*$/, ''));
}

/** The lines of a page as a script: what is a setting goes into the configuration. */
function obey(lines) {
    return lines.map((line) => {
        const setting = /^(\w+) = /.exec(line)?.[1];
        if (setting) return `grep -q '^${setting} = ' /etc/mysigfox/mysigfox.toml; sed -i 's|^${setting} = .*|${line}|' /etc/mysigfox/mysigfox.toml`;
        return line.startsWith('[') ? '' : line;
    }).join('\n');
}

// What systemd does with the unit: its user, its directory, the secrets as credentials.
const kStart = `
install -d -o mysigfox /run/mysigfox /run/credentials
install -o mysigfox -m 0400 /etc/mysigfox/secrets/main /run/credentials/secrets_main
export RUNTIME_DIRECTORY=/run/mysigfox
CREDENTIALS_DIRECTORY=/run/credentials setpriv --reuid mysigfox --regid mysigfox --clear-groups mysigfox serve 2>/tmp/log &
trap 'kill $!; wait' EXIT
for i in $(seq 200); do grep -q 'listening on' /tmp/log && break; sleep 0.1; done`;

test('from an empty disk to the first relayed message, by the docs alone', (context) => {
    chmodSync(root, 0o755); // its / belongs to everybody, as on any system
    run('debootstrap', '--variant=minbase', 'bookworm', root);
    copyFileSync('/etc/resolv.conf', join(root, 'etc/resolv.conf'));
    copyFileSync(process.env.PACKAGE, join(root, 'tmp/mysigfox.deb'));
    const begun = Date.now();
    inside('apt-get update -qq && apt-get install -y -qq --no-install-recommends /tmp/mysigfox.deb curl openssl', { network: true });

    const relay = 'http://127.0.0.1:8080';
    const curl = commands('sigfox-backend.md', 'The first call').find((line) => line.startsWith('curl ')).replace('https://relay.example.org', relay);
    const [add, list] = commands('sigfox-backend.md', 'The first message');
    const told = inside(`
${obey(commands('install.md', 'Configure'))}
${kStart}
${curl}
read_path=$(curl -s -i -X POST ${relay}/inbox | sed -n 's|^[Ll]ocation: .*\\(/inbox/[0-9a-z]*\\).*|\\1|p')
write=$(curl -s ${relay}$read_path | grep -o 'relay.example.org/inbox/[0-9a-z]*' | grep -v "$read_path" | head -n 1)
${add.replace(/https:\S+$/, 'https://$write')}
for i in $(seq 100); do ${list} | grep -q delivered && break; sleep 0.1; done
${list}
curl -s -H 'Accept: application/json' ${relay}$read_path
mysigfox backup --keep 7 /var/lib/mysigfox-backups`);
    context.diagnostic(`${Math.round((Date.now() - begun) / 1000)} s from the package to the message`);

    assert.match(told, /^HTTP\/1.1 204/m);
    assert.match(told, /^msg_\S+ .* delivered /m);
    assert.match(told, /"body":"\{\\"device\\": \\"C0FFEE\\", .*48656c6c6f/);
    assert.match(run('chroot', root, 'apt-get', 'purge', '-y', '-qq', 'mysigfox'), /Purging configuration files for mysigfox/);
    const left = run('find', join(root, 'etc'), join(root, 'usr'), join(root, 'var'), '-name', '*mysigfox*').trim();
    assert.equal(left, '');
});
