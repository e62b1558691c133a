// The commands of docs/operators/backup.md, as they stand there.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, test } from 'node:test';
import { Relay } from '../support/relay.mjs';

const page = readFileSync(join(dirname(fileURLToPath(import.meta.url)), '../../docs/operators/backup.md'), 'utf8');
const relay = new Relay(process.env.MYSIGFOX);
after(() => relay.dispose());

/** The indented lines below a heading (before the first: the beginning of the page). */
function commandsBelow(heading) {
    const section = page.split(/^## /m).find((text) => text.startsWith(heading));
    assert.ok(section, heading);
    return [...section.matchAll(/^ {4}(\S.*)$/gm)].map(([, line]) => line);
}

const state = join(relay.directory, 'state');
const here = (line) => line.replaceAll('/var/lib/mysigfox-backups', join(relay.directory, 'backups')).replaceAll('/var/lib/mysigfox', state).replaceAll('/srv/', `${relay.directory}/`);

/** Does what a line says, on the machine of this test. */
async function obey(line) {
    const words = here(line).replaceAll(/ -[og] mysigfox/g, '').split(' ');
    if (words[0] === 'mysigfox') {
        const done = relay.cli(words.slice(1));
        assert.equal(done.status, 0, `${line}: ${done.stderr}`);
    } else if (line.startsWith('systemctl start ')) {
        await relay.start();
    } else if (line.startsWith('systemctl stop ')) {
        await relay.stop();
    } else {
        assert.equal(words[0], 'install', line);
        assert.equal(spawnSync(words[0], words.slice(1)).status, 0, line);
    }
}

const devices = () => JSON.parse(relay.cli(['device', 'list', '--json']).stdout).map(({ device_id }) => device_id);

test('a backup, going back, and a new machine are as the page says', async () => {
    relay.addDevices(['0081']);
    await relay.start();
    for (const line of commandsBelow('# Backup and restore')) await obey(line);
    relay.addDevices(['0082']);

    for (const line of commandsBelow('Going back')) await obey(line);

    assert.deepEqual(devices(), ['0081']);
    await relay.stop();
    copyFileSync(join(state, 'key'), join(relay.directory, 'key'));
    rmSync(state, { recursive: true });
    for (const line of commandsBelow('On a new machine')) await obey(line);
    assert.deepEqual(devices(), ['0081']);
});

test('the unit of the timer does what the page says, and once', () => {
    const unit = readFileSync(join(dirname(fileURLToPath(import.meta.url)), '../../systemd/mysigfox-backup.service'), 'utf8');
    const command = /^ExecStart=\/usr\/bin\/(.*)$/m.exec(unit)[1];
    const [, keep] = /--keep (\d+)/.exec(command);
    mkdirSync(join(relay.directory, 'backups'));
    const done = relay.cli(here(command).split(' ').slice(1));

    assert.equal(done.status, 0, done.stderr);
    assert.equal(readdirSync(join(relay.directory, 'backups')).length, 1);
    assert.ok(page.includes(`--keep ${keep}`), 'the page says how many are kept');
    assert.match(page, /after seven days/);
    assert.equal(keep, '7');
});
