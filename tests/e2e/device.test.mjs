// The customer's own page, from registering to repairing, against the built program.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { after, before, test } from 'node:test';
import { Receiver, Relay, eventually } from '../support/relay.mjs';

let relay;
let receiver;
let status = 204;

before(async () => {
    relay = await new Relay(process.env.MYSIGFOX, { extra: 'order_window = "1s"' }).start();
    receiver = await new Receiver((request, response) => response.writeHead(status).end(status === 204 ? undefined : 'the database is gone')).listen();
});

after(async () => {
    await receiver?.close();
    await relay?.dispose();
});

/** A browser without JavaScript: keeps the cookie, follows redirects, fills in the hidden fields. */
class Browser {
    cookie = '';

    async open(path, options = {}) {
        const answer = await fetch(relay.url + path, { redirect: 'manual', ...options, headers: { cookie: this.cookie, 'sec-fetch-site': 'same-origin', ...options.headers } });
        const set = answer.headers.get('set-cookie');
        if (set) this.cookie = set.split(';')[0];
        if (answer.status === 303) return this.open(answer.headers.get('location'));
        this.html = await answer.text();
        return { status: answer.status, html: this.html };
    }

    post(path, fields) {
        return this.open(path, { method: 'POST', body: new URLSearchParams(fields) });
    }

    /** Presses the button of this action on the page that is open. */
    press(action, fields = {}) {
        const forms = [...this.html.matchAll(/<form method="post" action="([^"]+)"[^>]*>(.*?)<\/form>/gs)];
        const form = forms.find(([, , inside]) => inside.includes(`name="action" value="${action}"`));
        assert.ok(form, `there is no button for ${action}`);
        const hidden = [...form[2].matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]);
        return this.post(form[1], { ...Object.fromEntries(hidden), ...fields });
    }
}

test('a customer registers, sees the test delivery, and repairs a broken webhook by himself', async () => {
    const device = '00C1';
    const token = relay.addDevices([device]).get(device);
    const { html } = await relay.register({ device, token, email: 'jane@example.org', webhook: `${receiver.url}/hook` });
    assert.match(html, /Test delivery: <strong>It works\./);
    assert.match(html, /webhook-test: true/);
    assert.equal(receiver.tests.length, 1);
    assert.equal(receiver.requests.length, 0, 'a test is no message');

    const browser = new Browser();
    const page = await browser.post('/en/device', { device, token });
    assert.equal(page.status, 200);
    assert.match(page.html, /Webhook: <strong>Active/);

    status = 500;
    for (let n = 0; n < 3; ++n) assert.equal((await relay.callback({ device, time: 1700000000 + n, data: `0${n}`, seqNumber: n })).status, 204);
    await eventually(async () => /the database is gone/.test((await browser.open(`/en/device/show/${device}`)).html), 'the attempt stands on the page');
    assert.match(browser.html, /Something went wrong inside your server/);
    assert.match((await browser.open(`/cs/device/show/${device}`)).html, /Uvnitř tvého serveru se něco pokazilo/);

    await browser.open(`/en/device/show/${device}`);
    assert.match((await browser.press('test')).html, /It does not work yet/);
    await browser.open(`/en/device/show/${device}`);
    assert.match((await browser.press('pause')).html, /Paused by you/);
    status = 204;
    const seen = receiver.requests.length;
    assert.match((await browser.press('resume')).html, /Sending goes on/);
    await eventually(async () => !/to be tried again|waiting<\/span>/.test((await browser.open(`/en/device/show/${device}`)).html), 'everything is delivered', 60_000);
    assert.ok(receiver.requests.length > seen);

    const ids = new Set(receiver.requests.map((request) => request.headers['webhook-id']));
    assert.equal(ids.size, 3);
    const before = receiver.requests.length;
    assert.match((await browser.press('resend')).html, /1 message is being sent again/);
    await receiver.wait(before + 1);
    assert.ok(ids.has(receiver.requests.at(-1).headers['webhook-id']), 'under the same id');
});

test('format, headers and URL are changed on the page, and hold for the next message', async () => {
    const device = '00C2';
    const token = relay.addDevices([device]).get(device);
    await relay.register({ device, token, email: 'joe@example.org', webhook: `${receiver.url}/first` });
    const browser = new Browser();
    await browser.post('/en/device', { device, token });
    await browser.open(`/en/device/settings/${device}`);
    assert.match((await browser.press('format', { format: 'extended' })).html, /The format is changed/);
    assert.match((await browser.press('headers', { headers: 'X-Key: very-private' })).html, /Now sent: X-Key/);
    assert.ok(!browser.html.includes('very-private'));

    const count = receiver.requests.length;
    await relay.callback({ device, time: 1700000100, data: 'aa', seqNumber: 9, station: '1d44' });
    const request = (await receiver.wait(count + 1)).at(-1);
    assert.equal(request.headers['x-key'], 'very-private');
    const body = JSON.parse(request.body);
    assert.equal(body.seqNumber, 9);
    assert.equal(body.station, '1D44');
    assert.equal(body.id, request.headers['webhook-id']);
    assert.equal(body.duplicates, 0);
    await relay.callback({ device, time: 1700000100, data: 'aa', seqNumber: 9, station: '1d45' });
    await browser.open(`/en/device/show/${device}`);
    assert.match((await browser.press('resend')).html, /1 message is being sent again/);
    const again = (await receiver.wait(count + 2)).at(-1);
    assert.equal(again.headers['webhook-id'], body.id);
    assert.equal(JSON.parse(again.body).duplicates, 1, 'a copy has come meanwhile');

    await browser.open(`/en/device/settings/${device}`);
    const changed = await browser.press('url', { webhook_url: `${receiver.url}/second` });
    assert.match(changed.html, /whsec_/);
    await relay.callback({ device, time: 1700000200, data: 'bb', seqNumber: 10 });
    const second = (await receiver.wait(count + 3)).at(-1);
    assert.equal(second.url, '/second');
    assert.equal(second.headers['x-key'], undefined, 'a header belongs to its server');
    assert.equal(JSON.parse(second.body).seqNumber, 10);
    assert.ok(!relay.log.includes('very-private'));
    assert.ok(!relay.log.includes(token));
});

test('who deletes himself leaves nothing behind and may come back', async () => {
    const device = '00C3';
    const token = relay.addDevices([device]).get(device);
    await relay.register({ device, token, email: 'gone@example.org', webhook: `${receiver.url}/gone` });
    const count = receiver.requests.length;
    await relay.callback({ device, time: 1700000300, data: 'cc', seqNumber: 1 });
    await receiver.wait(count + 1);
    const browser = new Browser();
    await browser.post('/en/device', { device, token });
    await browser.open(`/en/device/settings/${device}`);
    assert.match((await browser.press('leave', { sure: '1' })).html, /nothing of yours is kept/);
    const shown = JSON.parse(relay.cli(['device', 'show', device, '--json']).stdout)[0];
    assert.equal(shown.email, '');
    assert.ok(!JSON.stringify(shown).includes('/gone'));

    await relay.register({ device, token, email: 'back@example.org', webhook: `${receiver.url}/back` });
    await browser.post('/en/device', { device, token });
    assert.match(browser.html, /No messages yet/);
});

test('webhook test works without a daemon, and behind the guard', async () => {
    // Not the blocking way: the server that is to answer lives in this very process.
    const run = promisify(execFile);
    const good = await run(process.env.MYSIGFOX, ['--config', relay.config, 'webhook', 'test', `${receiver.url}/cli`, '--json']);
    assert.equal(JSON.parse(good.stdout)[0].status, 204);
    assert.equal(receiver.tests.at(-1).headers['webhook-test'], 'true');
    const refused = relay.cli(['webhook', 'test', 'http://10.0.0.1/']);
    assert.equal(refused.status, 65);
});

test('webhook test shows any answer: valid JSON, and nothing that a terminal would obey', async () => {
    const odd = Buffer.from('\x1b[31mred\xff\r\n\x9b2Jnext \x07line\x00', 'latin1');
    const server = await new Receiver((request, response) => response.writeHead(200).end(odd)).listen();
    const run = promisify(execFile);
    const shown = (...options) => run(process.env.MYSIGFOX, ['--config', relay.config, 'webhook', 'test', server.url, ...options]);
    try {
        const [one] = JSON.parse((await shown('--json')).stdout);
        assert.equal(one.answer, '\x1b[31mred\ufffd\r\n\ufffd2Jnext \x07line\x00');

        const { stdout } = await shown();
        assert.ok(stdout.endsWith('\nanswer       ?[31mred?\n             ?2Jnext ?line?\n'), JSON.stringify(stdout));
    } finally {
        await server.close();
    }
});

test('an operator sees messages and sends them again from the command line', async () => {
    const device = '00C4';
    const token = relay.addDevices([device]).get(device);
    await relay.register({ device, token, email: 'op@example.org', webhook: `${receiver.url}/op` });
    const count = receiver.requests.length;
    for (let n = 0; n < 3; ++n) await relay.callback({ device, time: 1700000400 + n, data: `0${n}`, seqNumber: n });
    const first = await receiver.wait(count + 3);
    const ids = first.slice(-3).map((request) => request.headers['webhook-id']).sort();
    const listed = await eventually(() => {
        const messages = JSON.parse(relay.cli(['message', 'list', '--device', device, '--since', '1h', '--json']).stdout);
        return messages.every(({ state }) => state === 'delivered') && messages;
    }, 'all are delivered');
    assert.deepEqual(listed.map(({ message_id: id }) => id).sort(), ids);
    const day = listed.at(-1).received.slice(0, 10);
    const countOf = (...choice) => JSON.parse(relay.cli(['message', 'list', '--device', device, ...choice, '--json']).stdout).length;
    assert.deepEqual([countOf('--since', day), countOf('--until', day)], [3, 0], 'a day begins at midnight');
    const shown = JSON.parse(relay.cli(['message', 'show', ids[0], '--json']).stdout)[0];
    assert.equal(shown.log.length, 1);
    assert.equal(shown.log[0].status, 204);

    assert.match(relay.cli(['message', 'replay', '--device', device, '--since', '1h', '--dry-run']).stderr, /3 messages would be/);
    assert.equal(relay.cli(['message', 'replay', ids[0]]).stderr, '1 message is sent again.\n');
    assert.equal((await receiver.wait(count + 4)).at(-1).headers['webhook-id'], ids[0]);
    assert.match(relay.cli(['message', 'replay', '--device', device, '--since', '1h']).stderr, /3 messages are/);
    await receiver.wait(count + 7);
    for (const place of [[], ['--device', device], [ids[0], '--device', device]]) {
        assert.equal(relay.cli(['message', 'replay', ...place]).status, 64, `${place}`);
    }
    assert.equal(relay.cli(['message', 'show', 'msg_nothing']).status, 65);
    assert.equal(relay.cli(['webhook', 'list', '--failing', '--json']).status, 0);
});

test('a sign-in outlives a restart, and ends for good when he signs out', async () => {
    const device = '00C9';
    const token = relay.addDevices([device]).get(device);
    await relay.register({ device, token, email: 'stays@example.org', webhook: `${receiver.url}/stays` });
    const browser = new Browser();
    await browser.post('/en/device', { device, token });
    const { cookie } = browser;
    await relay.stop('SIGKILL');
    await relay.start();
    const shown = await browser.open(`/en/device/show/${device}`);
    assert.ok(shown.html.includes(`Device ${device}`));
    assert.match((await browser.press('pause')).html, /Paused by you/);
    await browser.press('sign-out');
    await relay.stop();
    await relay.start();
    browser.cookie = cookie;
    assert.match((await browser.open(`/en/device/show/${device}`)).html, /Please sign in first/);
});
