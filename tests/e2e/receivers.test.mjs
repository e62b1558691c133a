// The examples of docs/receivers that can run here: they take what the relay sends, and nothing forged.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Relay, eventually } from '../support/relay.mjs';
import { freePort } from '../support/servers.mjs';

const kExamples = fileURLToPath(new URL('../../docs/receivers/', import.meta.url));
const kModules = fileURLToPath(new URL('./node_modules', import.meta.url));
const kMessage = { time: 1700000000, data: '0badcafe', snr: 9.5, rssi: -120 };
let relay;
let folder;
let missing = 0;

before(async () => {
    relay = await new Relay(process.env.MYSIGFOX).start();
    folder = mkdtempSync(join(tmpdir(), 'receivers-'));
    if (existsSync(kModules)) symlinkSync(kModules, join(folder, 'node_modules'));
});

after(async () => {
    await relay.dispose();
    rmSync(folder, { recursive: true, force: true });
    if (missing > 0) console.error(`NOT PROVED: ${missing} of the examples, whose programs are not installed`);
});

async function isOpen(port) {
    return fetch(`http://127.0.0.1:${port}/`).then(() => true, () => false);
}

const kReceivers = {
    'python_flask.py': {
        isThere: () => spawnSync('python3', ['-c', 'import flask']).status === 0,
        command: (file, port) => ['python3', ['-m', 'flask', '--app', file, 'run', '--port', port]],
        path: '/sigfox',
    },
    'node_express.mjs': {
        isThere: () => existsSync(join(kModules, 'express')),
        command: (file) => [process.execPath, [file]],
        path: '/sigfox',
    },
    'php.php': {
        isThere: () => spawnSync('php', ['-v']).status === 0,
        command: (file, port) => ['php', ['-S', `127.0.0.1:${port}`, file]],
        path: '/php.php',
    },
};

let nextDevice = 0xE100;
for (const [name, receiver] of Object.entries(kReceivers)) {
    test(`${name} takes a message and refuses a forged one`, { skip: receiver.isThere() ? false : 'its program is not installed' }, async () => {
        const id = (nextDevice++).toString(16).toUpperCase();
        const port = String(await freePort());
        const token = relay.addDevices([id]).get(id);
        const { status, html } = await relay.register({ device: id, token, email: 'a@example.cz', webhook: `http://127.0.0.1:${port}${receiver.path}` });
        assert.equal(status, 200, html);
        const [, secret] = /<code id="signing-secret">([^<]+)</.exec(html);

        const copy = join(folder, name);
        const file = join(folder, 'messages.csv');
        copyFileSync(join(kExamples, name), copy);
        const [program, args] = receiver.command(copy, port);
        const process_ = spawn(program, args, { cwd: folder, env: { ...process.env, MYSIGFOX_SECRET: secret, MYSIGFOX_FILE: file, PORT: port } });
        let said = '';
        process_.stdout.on('data', (text) => { said += text; });
        process_.stderr.on('data', (text) => { said += text; });
        try {
            await eventually(() => isOpen(port), `${name} to listen: ${said}`);
            const { status: taken } = await relay.callback({ device: id, seqNumber: 1, ...kMessage });
            assert.equal(taken, 204);
            const delivered = new RegExp(`attempt 1 at http://127\\.0\\.0\\.1:${port}\\S*: delivered 204`);
            await eventually(() => delivered.test(relay.log), `the message to be delivered:\n${said}`);
            const seen = () => said + (existsSync(file) ? readFileSync(file, 'utf8') : '');
            await eventually(() => seen().includes(id) && /11,? 173,? 202,? 254/.test(seen()), `the payload in ${seen()}`);

            const forged = await fetch(`http://127.0.0.1:${port}${receiver.path}`, {
                method: 'POST',
                headers: { 'content-type': 'application/json', 'webhook-id': 'msg_1', 'webhook-timestamp': String(Math.floor(Date.now() / 1000)), 'webhook-signature': 'v1,AAAA' },
                body: JSON.stringify({ device: id, ...kMessage }),
            });
            assert.equal(forged.status, 401);
        } finally {
            process_.kill('SIGKILL');
        }
    });
    if (!receiver.isThere()) ++missing;
}

test('the flows that other programs import are JSON, and name their parts', () => {
    for (const name of ['node_red.json', 'n8n.json']) {
        const flow = JSON.parse(readFileSync(join(kExamples, name), 'utf8'));
        assert.ok(JSON.stringify(flow).includes('sigfox'), name);
    }
    const flow = JSON.parse(readFileSync(join(kExamples, 'node_red.json'), 'utf8'));
    const ids = new Set(flow.map(({ id }) => id));
    for (const { wires = [] } of flow) for (const id of wires.flat()) assert.ok(ids.has(id), `${id} leads nowhere`);
});

test('the script for Google Sheets writes a row, and none without its key', () => {
    const rows = [];
    const text = readFileSync(join(kExamples, 'google_apps_script.gs'), 'utf8');
    const run = new Function('ContentService', 'LockService', 'SpreadsheetApp', `${text}; return doPost;`);
    const doPost = run(
        { createTextOutput: (said) => said },
        { getScriptLock: () => ({ waitLock() {}, releaseLock() {} }) },
        { getActiveSpreadsheet: () => ({ getSheets: () => [{ appendRow: (row) => rows.push(row) }] }) });
    const postData = { contents: JSON.stringify({ device: '21DF4E', ...kMessage }) };
    assert.equal(doPost({ parameter: { key: 'wrong' }, postData }), 'no');
    assert.equal(doPost({ parameter: { key: 'change me' }, postData }), 'ok');
    assert.equal(rows.length, 1);
    assert.equal(rows[0][1], '21DF4E');
});
