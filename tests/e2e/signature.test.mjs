// What the relay sends, judged by the library that a customer's server checks it with.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Receiver, Relay, eventually } from '../support/relay.mjs';

const { Webhook, WebhookVerificationError } = await import('standardwebhooks').catch(() => {
    console.error('SKIPPED, NOTHING IS PROVED: the package standardwebhooks is not installed');
    process.exit(0);
});
const program = process.env.MYSIGFOX;
const secrets = [];
let relay;
let receiver;

before(async () => {
    relay = await new Relay(program).start();
    receiver = await new Receiver((request, response) => {
        const isFirstOfRetried = request.url === '/retried' && received('/retried').length === 1;
        response.writeHead(isFirstOfRetried ? 500 : 204).end();
    }).listen();
});

after(async () => {
    await receiver.close();
    await relay.dispose();
});

const received = (path) => receiver.requests.filter((request) => request.url === path);
const arrival = (path, count = 1) => eventually(() => received(path).length >= count && received(path), `${count} requests for ${path}`);

/** The page that the form's sender sees, and the secret on it. */
async function register(device, webhook, email = `${device}@example.org`) {
    const token = relay.addDevices([device]).get(device);
    const { status, html } = await relay.register({ device, token, email, webhook });
    assert.equal(status, 200, html);
    const secret = /<code id="signing-secret">([^<]+)<\/code>/.exec(html)?.[1];
    if (secret) secrets.push(secret);
    return { html, secret };
}

async function message(device, seqNumber = 1) {
    const { status } = await relay.callback({ device, time: 1700000000, data: '0badcafe', seqNumber, snr: 9.5, rssi: -120 });
    assert.equal(status, 204);
}

const verified = (secret, { body, headers }) => new Webhook(secret).verify(body, headers);
const refused = (secret, request) => assert.throws(() => verified(secret, request), WebhookVerificationError);

test('a request is accepted with the secret on the page, and refused with anything altered', async () => {
    const { secret } = await register('51C0', `${receiver.url}/plain`);
    assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
    await message('51C0');
    const [request] = await arrival('/plain');

    assert.deepEqual(verified(secret, request), { device: '51C0', snr: 9.5, time: 1700000000, data: '0badcafe', rssi: -120 });

    const { body, headers } = request;
    const seconds = Number(headers['webhook-timestamp']);
    const altered = [
        { body: body.replace('0badcafe', '0badcaff'), headers },
        { body: body + ' ', headers },
        { body, headers: { ...headers, 'webhook-id': headers['webhook-id'] + '0' } },
        { body, headers: { ...headers, 'webhook-timestamp': String(seconds - 1) } },
        { body, headers: { ...headers, 'webhook-signature': headers['webhook-signature'].replace(/,(.)/, (_, c) => ',' + (c === 'A' ? 'B' : 'A')) } },
        { body, headers: { ...headers, 'webhook-signature': '' } },
    ];
    for (const one of altered) refused(secret, one);
});

test('one customer cannot forge for another who has the same URL', async () => {
    const mine = await register('51C1', `${receiver.url}/shared`);
    const other = await register('51C2', `${receiver.url}/shared`);
    assert.notEqual(mine.secret, other.secret);
    await message('51C1');
    const [request] = await arrival('/shared');

    verified(mine.secret, request);
    refused(other.secret, request);
});

test('a retry has the same id, and a signature of its own time', async () => {
    const { secret } = await register('51C3', `${receiver.url}/retried`);
    await message('51C3');
    const [first, second] = await arrival('/retried', 2);

    assert.equal(second.headers['webhook-id'], first.headers['webhook-id']);
    assert.ok(Number(second.headers['webhook-timestamp']) > Number(first.headers['webhook-timestamp']));
    assert.equal(second.body, first.body);
    verified(secret, first);
    verified(secret, second);
});

test('while a secret is replaced, a server may check with either', async () => {
    const { secret: old } = await register('51C4', `${receiver.url}/rotated`);
    const { status, stdout, stderr } = relay.cli(['device', 'new-secret', '51C4', '--json']);
    assert.equal(status, 0, stderr);
    const [{ signing_secret: fresh, webhook }] = JSON.parse(stdout);
    secrets.push(fresh);
    assert.match(webhook, /^wh_/);
    assert.notEqual(fresh, old);

    await message('51C4');
    const [request] = await arrival('/rotated');

    assert.equal(request.headers['webhook-signature'].split(' ').length, 2);
    verified(old, request);
    verified(fresh, request);
});

test('an inbox shows the signed request as a server would have got it', async () => {
    const inbox = await relay.newInbox();
    const { secret } = await register('51C5', inbox.write);
    await message('51C5');
    const [{ body, fields }] = await eventually(async () => {
        const { requests } = await relay.readInbox(inbox.read);
        return requests.length > 0 && requests;
    }, 'the inbox to show the message');

    verified(secret, { body, headers: fields });
});

test('whoever joins a webhook with a device of his own does not learn its secret', async () => {
    const first = await register('51C6', `${receiver.url}/joined`, 'owner@example.org');
    const second = await register('51C7', `${receiver.url}/joined`, 'owner@example.org');

    assert.ok(first.secret);
    assert.equal(second.secret, undefined);
    assert.ok(!second.html.includes('whsec_'));
});

test('no secret stands in the log or in a file', () => {
    const directory = join(relay.directory, 'state');
    const files = readdirSync(directory).filter((name) => /\.db/.test(name)).map((name) => readFileSync(join(directory, name)));
    assert.ok(files.some((file) => file.includes('/plain')), 'the files are those with the webhooks');
    assert.ok(secrets.length > 5);
    for (const secret of secrets) {
        const base64 = secret.slice('whsec_'.length);
        assert.ok(!relay.log.includes(base64));
        for (const file of files) assert.ok(!file.includes(base64) && !file.includes(Buffer.from(base64, 'base64')));
    }
});
