// Customers for the operator: who they are, what is kept of them, and that nothing is left of a forgotten one.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Receiver, Relay, eventually } from '../support/relay.mjs';

const program = process.env.MYSIGFOX;
const disposals = [];
after(async () => {
    for (const dispose of disposals) await dispose();
});

const kMail = '[mail]\nsmtp_url = "smtp://127.0.0.1:9"\nstarttls = "off"\nfrom = "relay@example.com"\n';
const kGone = 'forgetme@gone.example';
const kStays = 'remember@stays.example';

/** Everything in the state directory, byte for byte, by file name. */
function bytesOf(relay) {
    const folder = join(relay.directory, 'state');
    return readdirSync(folder).filter((name) => name !== 'control.sock').map((name) => [name, readFileSync(join(folder, name))]);
}

/** Two customers with messages, answers, letters, inboxes and a past. */
async function populated() {
    const relay = new Relay(program, { extra: kMail });
    disposals.push(() => relay.dispose());
    const receiver = await new Receiver((request, response) => response.writeHead(200).end(`answer-to-${request.url}`)).listen();
    disposals.push(() => receiver.close());
    const tokens = relay.addDevices(['0091', '0092', '0093', '0094', '0095', '0096']);
    await relay.start();
    relay.inboxes = { before: await relay.newInbox(), now: await relay.newInbox(), other: await relay.newInbox() };
    const useInbox = async (device, email, inbox, data) => {
        await relay.register({ device, token: tokens.get(device), email, webhook: inbox.write });
        await relay.callback({ device, data, time: 1700000000 });
        await eventually(async () => (await relay.readInbox(inbox.read)).requests.length === 1, 'the inbox to have it');
    };
    await useInbox('0091', kGone, relay.inboxes.before, 'deadbeef01');
    await useInbox('0095', kGone, relay.inboxes.now, 'deadbeef01');
    await useInbox('0096', kStays, relay.inboxes.other, 'cafe5afe02');
    const register = (device, email, path) => relay.register({ device, token: tokens.get(device), email, webhook: `${receiver.url}/${path}` });
    await register('0091', kGone, 'gone-first-url');
    await register('0091', kGone, 'gone-second-url');
    await register('0092', kGone, 'gone-other-url');
    await register('0094', kGone, 'gone-given-away');
    await register('0093', kStays, 'stays-url');
    const send = (device, data, time) => relay.callback({ device, data, time });
    for (let i = 0; i < 60; ++i) {
        await send('0091', 'deadbeef01', 1700000001 + i);
        await send('0093', 'cafe5afe02', 1700000000 + i);
    }
    await send('0094', 'deadbeef01', 1700000000);
    await receiver.wait(121);
    assert.equal(relay.cli(['device', 'pause', '0092']).status, 0);
    for (let i = 0; i < 5; ++i) await send('0092', 'deadbeef01', 1700000000 + i);  // still waiting when he goes
    assert.equal(relay.cli(['device', 'transfer', '0094', '--email', kStays]).status, 0);
    await eventually(() => JSON.parse(relay.cli(['message', 'list', '--device', '0093', '--json']).stdout).every(({ state }) => state === 'delivered'), 'all to be recorded');
    return relay;
}

const kTraces = [kGone, 'gone-first-url', 'gone-second-url', 'gone-other-url', 'gone-given-away', 'deadbeef01'];

function tracesIn(relay) {
    const found = [];
    for (const [name, bytes] of bytesOf(relay)) {
        for (const trace of kTraces) if (bytes.includes(trace)) found.push(`${trace} in ${name}`);
    }
    return found;
}

/** His inboxes are there and hold nothing; the other customer's is as it was. */
async function areInboxesEmptied(relay) {
    const { before, now, other } = relay.inboxes;
    for (const { read } of [before, now]) {
        const { requests, tests } = await relay.readInbox(read);
        assert.deepEqual([requests, tests], [[], []]);
    }
    assert.equal((await relay.readInbox(other.read)).requests.length, 1);
}

function isRemembered(relay) {
    const shown = JSON.parse(relay.cli(['customer', 'show', kStays, '--json']).stdout)[0];
    assert.deepEqual(shown.devices.map(({ device_id }) => device_id), ['0093', '0094', '0096']);
    assert.equal(JSON.parse(relay.cli(['message', 'list', '--device', '0093', '--json']).stdout).length, 60);
    assert.ok(bytesOf(relay).some(([, bytes]) => bytes.includes('answer-to-/stays-url')));
    const deep = relay.cli(['check', '--deep']);
    assert.equal(deep.status, 0, deep.stderr);
}

test('nothing is left of who was forgotten while the daemon runs, in any file, and the others stay', { timeout: 120_000 }, async () => {
    const relay = await populated();
    assert.ok(tracesIn(relay).length >= kTraces.length, 'there was something to forget');
    assert.ok(tracesIn(relay).some((one) => /deadbeef01 in inbox\.db/.test(one)), 'in inboxes as well');
    assert.equal(relay.cli(['customer', 'forget', kGone]).status, 64, 'a script must say --yes');

    const done = relay.cli(['customer', 'forget', kGone, '--yes']);

    assert.equal(done.status, 0, done.stderr);
    assert.match(done.stderr, /3 devices are nobody's now, 68 messages are erased, and [2-9] requests in built-in inboxes/);
    assert.deepEqual(tracesIn(relay), []);
    isRemembered(relay);
    await areInboxesEmptied(relay);
    assert.equal(relay.cli(['customer', 'show', kGone]).status, 65);
    assert.equal(relay.cli(['customer', 'forget', kGone, '--yes']).status, 65);
    await relay.stop();
    assert.deepEqual(tracesIn(relay), []);
});

test('the same without a daemon', { timeout: 120_000 }, async () => {
    const relay = await populated();
    await relay.stop();

    const done = relay.cli(['customer', 'forget', kGone, '--yes']);

    assert.equal(done.status, 0, done.stderr);
    assert.deepEqual(tracesIn(relay), []);
    isRemembered(relay);
    await relay.start();
    await areInboxesEmptied(relay);
    assert.deepEqual(tracesIn(relay), []);
});

test('a forgetting that breaks off is finished by the same command', { timeout: 120_000 }, async () => {
    const relay = await populated();
    await relay.stop();
    const inboxes = join(relay.directory, 'state', 'inbox.db');
    renameSync(inboxes, `${inboxes}.aside`);
    writeFileSync(inboxes, 'not a database, and longer than the header of one would be'.repeat(100));
    const broken = relay.cli(['customer', 'forget', kGone, '--yes']);
    assert.notEqual(broken.status, 0);
    renameSync(`${inboxes}.aside`, inboxes);
    assert.ok(tracesIn(relay).some((one) => /deadbeef01 in inbox\.db/.test(one)), 'it had not got that far');

    const done = relay.cli(['customer', 'forget', kGone, '--yes']);

    assert.equal(done.status, 0, done.stderr);
    assert.deepEqual(tracesIn(relay), []);
    assert.equal(relay.cli(['customer', 'show', kGone]).status, 65);
    isRemembered(relay);
});

/** As a browser does with the button on his page. */
async function deletesHimself(relay, device, token) {
    const post = (path, fields, headers = {}) => fetch(relay.url + path, { method: 'POST', redirect: 'manual', headers, body: new URLSearchParams(fields) });
    const cookie = (await post('/en/device', { device, token })).headers.get('set-cookie').split(';')[0];
    const page = await (await fetch(`${relay.url}/en/device/settings/${device}`, { headers: { cookie } })).text();
    const csrf = /name="?csrf"? value="?([^" >]+)/.exec(page)[1];
    const answer = await post(`/en/device/do/${device}`, { csrf, action: 'leave', sure: '1' }, { cookie });
    assert.match(answer.headers.get('location'), /note=left/);
}

test('who deletes himself leaves nothing in inboxes, but where others send to as well', { timeout: 120_000 }, async () => {
    const relay = new Relay(program);
    disposals.push(() => relay.dispose());
    const tokens = relay.addDevices(['0091', '0093']);
    await relay.start();
    const [before, shared, now] = [await relay.newInbox(), await relay.newInbox(), await relay.newInbox()];
    const holds = (inbox, count) => eventually(async () => (await relay.readInbox(inbox.read)).requests.length === count, `${count} in the inbox`);
    let time = 1700000000;
    const use = async (device, email, inbox, count) => {
        await relay.register({ device, token: tokens.get(device), email, webhook: inbox.write });
        await relay.callback({ device, data: 'deadbeef01', time: ++time });
        await holds(inbox, count);
    };
    await use('0093', kStays, shared, 1);
    await use('0091', kGone, before, 1);
    await use('0091', kGone, shared, 2);
    await use('0091', kGone, now, 1);

    await deletesHimself(relay, '0091', tokens.get('0091'));

    await holds(before, 0);
    await holds(now, 0);
    await relay.stop();
    await relay.start();
    await holds(shared, 2);
});

test('customers and webhooks are listed, shown and exported', { timeout: 120_000 }, async () => {
    const relay = await populated();
    const json = (...words) => {
        const done = relay.cli(words);
        assert.equal(done.status, 0, done.stderr);
        return JSON.parse(done.stdout);
    };

    assert.deepEqual(json('customer', 'list', '--json').map(({ email, devices }) => [email, devices]), [[kGone, 3], [kStays, 3]]);
    assert.match(relay.cli(['customer', 'list']).stdout, /forgetme@gone\.example .* 3 devices/);
    const [shown] = json('customer', 'show', kGone.toUpperCase(), '--json');
    assert.deepEqual(shown.webhooks.map(({ webhook_url }) => new URL(webhook_url).pathname).sort(), ['/gone-other-url', '/gone-second-url', new URL(relay.inboxes.now.write).pathname].sort());
    const webhooks = json('webhook', 'list', '--json');
    assert.equal(webhooks.length, 5);
    assert.deepEqual(json('webhook', 'list', '--failing', '--json'), []);
    const [one] = json('webhook', 'show', webhooks[0].webhook_id, '--json');
    assert.deepEqual([one.email, one.condition, one.devices], [webhooks[0].email, 'working', 1]);
    assert.ok(!JSON.stringify(webhooks).includes('whsec_'));
    for (const running of [true, false]) {
        if (!running) await relay.stop();
        for (const verb of ['show', 'pause', 'resume']) {
            const { status, stderr } = relay.cli(['webhook', verb, 'wh_0000000004xa']);
            assert.deepEqual([status, stderr], [65, 'mysigfox: wh_0000000004xa is no webhook\n'], verb);
        }
    }
    const exported = json('customer', 'export', kStays);
    assert.equal(exported.customer.email, kStays);
    assert.equal(exported.messages.length, 61, 'not what the other one got from the device that he gave away');
    assert.ok(exported.messages.every(({ data }) => data === 'cafe5afe02'));
});
