// Letters from the running relay: the welcome, the change, and the way out of them.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';
import { Receiver, Relay, eventually } from '../support/relay.mjs';

/** Takes every letter, in clear; refuses or hangs when told to. */
class MailServer {
    constructor() {
        this.letters = [];
        this.mood = 'kind';
        this.server = createServer((socket) => {
            let text = '';
            let letter = null;
            const say = (line) => socket.write(`${line}\r\n`);
            socket.on('error', () => {});
            if (this.mood === 'hanging') return;
            say('220 test');
            socket.on('data', (piece) => {
                text += piece;
                for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
                    const line = text.slice(0, end);
                    text = text.slice(end + 2);
                    if (letter === null) {
                        if (line === 'DATA') letter = [];
                        say(line === 'DATA' ? '354 go on' : line.startsWith('RCPT') && this.mood === 'refusing' ? '451 later' : '250 ok');
                    } else if (line === '.') {
                        this.letters.push(letter.join('\n'));
                        letter = null;
                        say('250 taken');
                    } else {
                        letter.push(line);
                    }
                }
            });
        });
    }

    async listen() {
        this.server.listen(0, '127.0.0.1');
        await once(this.server, 'listening');
        return this.server.address().port;
    }
}

const mail = new MailServer();
let relay;
let receiver;

before(async () => {
    const port = await mail.listen();
    receiver = await new Receiver().listen();
    relay = await new Relay(process.env.MYSIGFOX, { extra: `[mail]\nsmtp_url = "smtp://127.0.0.1:${port}"\nstarttls = "off"\nfrom = "MySigfox <relay@example.com>"\n` }).start();
});

after(async () => {
    await receiver.close();
    await relay.dispose();
    mail.server.close();
});

const decoded = (letter) => letter.replace(/=\n/g, '').replace(/(=[0-9A-F]{2})+/g, (bytes) => Buffer.from(bytes.replace(/=/g, ''), 'hex').toString());
const letterAbout = (device, words) => eventually(() => mail.letters.map(decoded).find((letter) => letter.includes(device) && letter.includes(words)), `a letter about ${device}: ${words}`);

async function register(device, path, token) {
    const { status, html } = await relay.register({ device, token, email: 'jana@example.com', webhook: receiver.url + path, language: 'cs' });
    assert.equal(status, 200, html);
}

test('a new device is welcomed in the language of its form', async () => {
    const token = relay.addDevices(['51D0']).get('51D0');
    await register('51D0', '/hook?key=secret', token);

    const letter = await letterAbout('51D0', 'zaregistrováno');
    assert.match(letter, /^To: jana@example\.com$/m);
    assert.match(letter, /^Auto-Submitted: auto-generated$/m);
    assert.ok(letter.includes(`${receiver.url}/hook?…\n`));
    assert.ok(!letter.includes('secret'));
});

test('a changed webhook is told, and whoever wants no letters gets none of the others', async () => {
    const token = relay.addDevices(['51D1']).get('51D1');
    await register('51D1', '/a', token);
    const welcome = await letterAbout('51D1', 'zaregistrováno');
    const [, path] = /^List-Unsubscribe: <http:\/\/127\.0\.0\.1:8080(\/unsubscribe\/[0-9a-z]+)>$/m.exec(welcome);
    assert.equal((await relay.send('POST', path, 'List-Unsubscribe=One-Click', { 'content-type': 'application/x-www-form-urlencoded' })).status, 200);

    await register('51D1', '/b', token);
    const changed = await letterAbout('51D1', 'jinou adresu');
    assert.ok(!changed.includes('List-Unsubscribe'), 'what belongs to safety is told to everybody');

    const other = relay.addDevices(['51D2']).get('51D2');
    await register('51D2', '/a', other);
    const third = relay.addDevices(['51D3']).get('51D3');
    await register('51D3', '/a', third);
    await register('51D3', '/c', third);
    await letterAbout('51D3', 'jinou adresu');
    assert.equal(mail.letters.map(decoded).filter((letter) => /51D[23]/.test(letter) && letter.includes('zaregistrováno')).length, 0);
});

/** Signs in and sends a form of that page, as a browser does. */
async function deed(device, token, path, fields) {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const entered = await fetch(`${relay.url}/cs/device`, { method: 'POST', body: new URLSearchParams({ device, token }), redirect: 'manual' });
    const cookie = entered.headers.get('set-cookie').split(';')[0];
    const html = await (await fetch(`${relay.url}/cs/device/keys`, { headers: { cookie } })).text();
    const csrf = /name="csrf" value="([0-9a-f]+)"/.exec(html)[1];
    return fetch(relay.url + path, { method: 'POST', headers: { cookie, ...form }, body: new URLSearchParams({ csrf, ...fields }) });
}

test('a new address is asked before it gets the letters, and a key is told of, never shown', async () => {
    const token = relay.addDevices(['51D6']).get('51D6');
    await register('51D6', '/a', token);
    const made = await (await deed('51D6', token, '/cs/device/keys', { action: 'make-key', name: 'přehled' })).text();
    const told = await letterAbout('51D6', 'jménem přehled');
    assert.ok(!told.includes(/mysigfox_[0-9a-z]{40}/.exec(made)[0]));
    assert.match(told, /\/cs\/device\/keys/);
    assert.ok(!told.includes('List-Unsubscribe'));

    const asked = await (await deed('51D6', token, '/cs/device/do/51D6', { action: 'email', present: 'jana@example.com', email: 'nova@example.com' })).text();
    assert.match(asked, /Čeká se na potvrzení/);
    const letter = await letterAbout('51D6', 'mají chodit dopisy');
    assert.match(letter, /^To: nova@example\.com$/m);
    const email = () => JSON.parse(relay.cli(['device', 'show', '51D6', '--json']).stdout)[0].email;
    assert.equal(email(), 'jana@example.com');
    const code = /confirm\?code=([0-9a-f]{64})/.exec(letter)[1];
    const done = await fetch(`${relay.url}/cs/device/confirm`, { method: 'POST', body: new URLSearchParams({ code }) });
    assert.match(await done.text(), /E-mail tohoto zařízení je změněn/);
    assert.equal(email(), 'nova@example.com');
    assert.match(await letterAbout('51D6', 'patří k jiné e-mailové adrese'), /^To: jana@example\.com$/m);
});

test('a mail server that refuses or hangs holds nothing up', async () => {
    for (const mood of ['refusing', 'hanging']) {
        mail.mood = mood;
        const id = mood === 'refusing' ? '51D4' : '51D5';
        const token = relay.addDevices([id]).get(id);
        const begun = Date.now();
        await register(id, `/${mood}`, token);
        await register(id, `/${mood}/changed`, token);
        await relay.callback({ device: id, time: 1700000000, data: '00', seqNumber: 1, snr: 1, rssi: -1 });
        await eventually(() => receiver.requests.some(({ url }) => url === `/${mood}/changed`), 'the message');
        assert.ok(Date.now() - begun < 3_000, `${Date.now() - begun} ms`);
    }
    const begun = Date.now();
    await relay.stop();
    assert.ok(Date.now() - begun < 4_000, 'and no stop');
});

test('the letters are still there after a restart, and no address stands in the log', async () => {
    mail.mood = 'kind';
    await relay.start();
    await letterAbout('51D5', 'jinou adresu');
    assert.ok(!relay.log.includes('jana@example.com'));
});
