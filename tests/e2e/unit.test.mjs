// The unit files, judged by systemd's own tools.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, test } from 'node:test';

const program = process.env.MYSIGFOX;
const units = join(dirname(fileURLToPath(import.meta.url)), '../../systemd');
const directory = mkdtempSync(join(tmpdir(), 'mysigfox-units-'));
after(() => rmSync(directory, { recursive: true, force: true }));

function run(command, ...args) {
    const done = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, SYSTEMD_COLORS: '0', SYSTEMD_PAGER: '' } });
    return { status: done.status, text: done.stdout + done.stderr };
}

const isThere = !spawnSync('systemd-analyze', ['--version']).error;
if (!isThere) console.log('SKIPPED, NOTHING IS PROVED: systemd-analyze (Debian: systemd) is not installed');
const options = { skip: isThere ? false : 'no systemd-analyze' };

test('the sandbox is as tight as promised: 1.1 or better', options, () => {
    // A threshold is in tenths, and exceeded by what is worse.
    for (const name of ['mysigfox.service', 'mysigfox-backup.service']) {
        const judged = run('systemd-analyze', 'security', '--offline=true', '--threshold=11', join(units, name));

        assert.match(judged.text, /Overall exposure level/);
        assert.equal(judged.status, 0, judged.text);
    }
});

test('systemd finds nothing wrong with the units', options, () => {
    const names = ['mysigfox.service', 'mysigfox.socket', 'mysigfox-https.socket', 'mysigfox-backup.service', 'mysigfox-backup.timer'];
    for (const name of names) {
        // It wants programs to be there.
        writeFileSync(join(directory, name), readFileSync(join(units, name), 'utf8').replaceAll('/usr/bin/mysigfox', program));
    }
    const judged = run('systemd-analyze', 'verify', '--man=no', ...names.map((name) => join(directory, name)));

    assert.equal(judged.status, 0, judged.text);
    assert.equal(judged.text.trim(), '');
});

test('the user can be made', options, () => {
    const made = run('systemd-sysusers', '--dry-run', join(units, 'mysigfox.sysusers'));

    assert.equal(made.status, 0, made.text);
});

test('the socket listens where the shipped configuration does', () => {
    const socket = /^ListenStream=(.*)$/m.exec(readFileSync(join(units, 'mysigfox.socket'), 'utf8'))[1];
    const configuration = readFileSync(join(units, '../config/mysigfox.toml'), 'utf8');

    assert.ok(configuration.includes(`http = ["${socket}"]`), socket);
});
