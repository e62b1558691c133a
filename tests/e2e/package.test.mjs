// The Debian package: made from the built program, installed into a folder, removed, purged, and judged.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';

const source = join(dirname(fileURLToPath(import.meta.url)), '../..');
const directory = mkdtempSync(join(tmpdir(), 'mysigfox-package-'));
const root = join(directory, 'root');
after(() => rmSync(directory, { recursive: true, force: true }));

function run(command, ...args) {
    const done = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' }, maxBuffer: 1 << 28 });
    return { status: done.status, error: done.error, stdout: done.stdout, text: (done.stdout ?? '') + (done.stderr ?? '') };
}

const missing = ['dpkg-deb', 'dpkg-shlibdeps', 'systemd-sysusers', 'systemd-tmpfiles', 'deb-systemd-helper', 'readelf', 'ldd'].filter((tool) => run(tool, '--version').error);
if (process.getuid() !== 0) missing.push('root');
if (missing.length > 0) console.log(`SKIPPED, NOTHING IS PROVED: not here: ${missing.join(', ')}`);
const options = { skip: missing.length > 0 ? `no ${missing}` : false };
const hasLintian = !run('lintian', '--version').error;
if (!hasLintian) console.log('SKIPPED, NOTHING IS PROVED: lintian is not installed');

/** dpkg in the folder, whose scripts run outside of it, as for a system under construction. */
function dpkg(...args) {
    const done = run('dpkg', `--root=${root}`, '--force-script-chrootless', '--force-depends', `--log=${directory}/log`, ...args);
    assert.equal(done.status, 0, done.text);
    return done.text;
}

const inRoot = (path) => join(root, path);
const modeOf = (path) => (statSync(inRoot(path)).mode & 0o7777).toString(8);
const kConfiguration = '/etc/mysigfox/mysigfox.toml';
let file = process.env.PACKAGE;

before(() => {
    if (missing.length > 0) return;
    if (!file) {
        const made = run(join(source, 'scripts/package.sh'), '--program', process.env.MYSIGFOX, '--into', directory);
        assert.equal(made.status, 0, made.text);
        file = made.stdout.trim();
    }
    for (const folder of ['var/lib/dpkg/info', 'var/lib/dpkg/updates', 'etc']) mkdirSync(inRoot(folder), { recursive: true });
    writeFileSync(inRoot('var/lib/dpkg/status'), '');
});

test('the package says what it is and what it needs', options, () => {
    const field = (name) => run('dpkg-deb', '--field', file, name).stdout.trim();

    assert.equal(field('Package'), 'mysigfox');
    assert.equal(field('Version'), `${readFileSync(join(source, 'VERSION'), 'utf8').trim()}-1`);
    for (const needed of ['libc6', 'libssl3', 'libsqlite3-0', 'libc-ares2', 'ca-certificates']) {
        assert.match(field('Depends'), new RegExp(`(?:^|, )${needed}\\b`), needed);
    }
});

test('after the installation everything is in its place, and belongs to whom it should', options, () => {
    dpkg('--install', file);

    const expected = {
        '/usr/bin/mysigfox': '755',
        '/lib/systemd/system/mysigfox.service': '644',
        '/lib/systemd/system/mysigfox.socket': '644',
        '/lib/systemd/system/mysigfox-https.socket': '644',
        '/usr/share/doc/mysigfox/examples/certbot-deploy-hook.sh': '755',
        '/usr/share/doc/mysigfox/examples/mysigfox-root.conf': '644',
        '/lib/systemd/system/mysigfox-backup.service': '644',
        '/lib/systemd/system/mysigfox-backup.timer': '644',
        '/usr/share/man/man1/mysigfox.1.gz': '644',
        '/usr/share/man/man5/mysigfox.toml.5.gz': '644',
        '/usr/share/bash-completion/completions/mysigfox': '644',
        '/usr/share/zsh/vendor-completions/_mysigfox': '644',
        '/usr/share/fish/vendor_completions.d/mysigfox.fish': '644',
        '/usr/share/doc/mysigfox/copyright': '644',
        '/usr/share/doc/mysigfox/changelog.Debian.gz': '644',
        '/usr/share/doc/mysigfox/operators/install.md': '644',
        '/usr/share/doc/mysigfox/monitoring/alerts.yml': '644',
        [kConfiguration]: '644',
        '/etc/mysigfox/secrets': '700',
        '/var/lib/mysigfox': '700',
        '/var/lib/mysigfox-backups': '700',
    };
    for (const [path, mode] of Object.entries(expected)) assert.equal(modeOf(path), mode, path);
    const user = /^mysigfox:[^:]*:(\d+):(\d+):[^:]*:\/var\/lib\/mysigfox:(.*)$/m.exec(readFileSync(inRoot('etc/passwd'), 'utf8'));
    assert.match(user[3], /nologin$/);
    for (const path of ['/var/lib/mysigfox', '/var/lib/mysigfox-backups']) assert.equal(statSync(inRoot(path)).uid, Number(user[1]), path);
    assert.equal(statSync(inRoot('/etc/mysigfox/secrets')).uid, 0);
    assert.equal(readFileSync(inRoot(kConfiguration), 'utf8'), readFileSync(join(source, 'config/mysigfox.toml'), 'utf8'));
});

test('the installed program runs, and names the version of the package', options, () => {
    const told = run(inRoot('usr/bin/mysigfox'), 'version');

    assert.equal(told.stdout, `mysigfox ${readFileSync(join(source, 'VERSION'), 'utf8').trim()}\n`);
});

test('a removal keeps the configuration as it was changed, and the stores', options, () => {
    writeFileSync(inRoot(kConfiguration), '# changed\n');
    writeFileSync(inRoot('/etc/mysigfox/secrets/main'), 'a secret\n');
    writeFileSync(inRoot('/var/lib/mysigfox/registry.db'), 'devices');

    dpkg('--remove', 'mysigfox');

    assert.ok(!existsSync(inRoot('/usr/bin/mysigfox')));
    assert.ok(!existsSync(inRoot('/lib/systemd/system/mysigfox.service')));
    assert.equal(readFileSync(inRoot(kConfiguration), 'utf8'), '# changed\n');
    assert.equal(readFileSync(inRoot('/var/lib/mysigfox/registry.db'), 'utf8'), 'devices');
});

test('installed again, it takes them up; an upgrade keeps what was changed', options, () => {
    dpkg('--force-confdef', '--install', file);
    dpkg('--force-confdef', '--install', file);

    assert.equal(readFileSync(inRoot(kConfiguration), 'utf8'), '# changed\n');
    assert.equal(readFileSync(inRoot('/var/lib/mysigfox/registry.db'), 'utf8'), 'devices');
    assert.equal(run(inRoot('usr/bin/mysigfox'), 'version').status, 0);
});

test('a purge leaves nothing but the user', options, () => {
    dpkg('--purge', 'mysigfox');

    const left = [];
    const walk = (path) => {
        for (const entry of readdirSync(inRoot(path), { withFileTypes: true })) {
            const below = join(path, entry.name);
            if (below.includes('mysigfox')) left.push(below);
            if (entry.isDirectory()) walk(below);
        }
    };
    walk('/');
    assert.deepEqual(left, []);
    assert.doesNotMatch(readFileSync(inRoot('var/lib/dpkg/status'), 'utf8'), /^Status: install/m);
});

test('lintian finds no error', { skip: options.skip || (hasLintian ? false : 'no lintian') }, () => {
    const judged = run('lintian', '--fail-on', 'error', '--no-tag-display-limit', '--allow-root', file);

    assert.equal(judged.status, 0, judged.text);
});

test('the bill of materials has every library that the program asks for, and what was compiled into it', options, () => {
    const extracted = join(directory, 'extracted');
    assert.equal(run('dpkg-deb', '--extract', file, extracted).status, 0);
    const bill = JSON.parse(readFileSync(join(extracted, 'usr/share/doc/mysigfox/mysigfox.spdx.json'), 'utf8'));

    assert.deepEqual([bill.spdxVersion, bill.dataLicense, bill.SPDXID], ['SPDX-2.3', 'CC0-1.0', 'SPDXRef-DOCUMENT']);
    assert.match(bill.documentNamespace, /^https:\/\/\S+-[0-9a-f]{64}$/);
    assert.match(bill.creationInfo.created, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const ids = bill.packages.map((one) => one.SPDXID);
    assert.equal(new Set(ids).size, ids.length, 'an id stands there twice');
    for (const one of bill.packages) {
        assert.match(one.SPDXID, /^SPDXRef-[A-Za-z0-9.-]+$/);
        assert.ok(one.name && one.versionInfo && one.downloadLocation && one.licenseDeclared && one.copyrightText, one.name);
        assert.notEqual(one.versionInfo, 'unknown', one.name);
    }
    for (const one of bill.relationships) {
        for (const id of [one.spdxElementId, one.relatedSpdxElement]) assert.ok(id === bill.SPDXID || ids.includes(id), id);
    }

    const ours = bill.packages.find((one) => one.name === 'mysigfox').SPDXID;
    const related = (type) => bill.relationships.filter((one) => one.spdxElementId === ours && one.relationshipType === type)
        .map((one) => bill.packages.find((other) => other.SPDXID === one.relatedSpdxElement));
    const needed = [...run('readelf', '--dynamic', join(extracted, 'usr/bin/mysigfox')).stdout.matchAll(/\(NEEDED\).*\[(.*)\]/g)].map(([, name]) => name);
    assert.ok(needed.length > 5);
    const loaded = related('DYNAMIC_LINK').flatMap((one) => one.comment.replace('Loaded: ', '').split(', '));
    for (const library of needed) assert.ok(loaded.includes(library), library);
    const compiled = related('STATIC_LINK').map((one) => one.name);
    for (const name of [/^libboost.*-dev$/, /^nlohmann-json3-dev$/, /^libtomlplusplus-dev$/, /^libcli11-dev$/]) {
        assert.ok(compiled.some((one) => name.test(one)), `${name} in ${compiled}`);
    }
    const direct = related('DYNAMIC_LINK').filter((one) => needed.some((library) => one.comment.includes(library)));
    for (const one of [...direct, ...related('STATIC_LINK')]) assert.notEqual(one.licenseDeclared, 'NOASSERTION', one.name);
});
