// Moving in from another relay, as docs/operators/moving.md has it: side by side first, then over at once.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Receiver, Relay, eventually } from '../support/relay.mjs';

const relay = new Relay(process.env.MYSIGFOX);
const customer = new Receiver();
after(async () => {
    await relay.dispose();
    await customer.close();
});

const kToken = 'ABCDEFGHIJ';
const rows = (webhook) => `device_id,token,email,webhook_url,language\n21DF4E,${kToken},someone@example.org,${webhook},cs\n`;
const uplink = (sequence) => relay.callback({ device: '21DF4E', time: 1700000000 + sequence, data: `0${sequence}`, seqNumber: sequence });
const payloads = (requests) => requests.map((request) => JSON.parse(request.body).data).sort();
const messages = () => JSON.parse(relay.cli(['message', 'list', '--device', '21DF4E', '--json']).stdout);
const states = () => messages().map(({ data, state }) => `${data} ${state}`).sort();

function good(args, input) {
    const done = relay.cli(args, input);
    assert.equal(done.status, 0, done.stderr);
    return done;
}

/** A message that begins in a later second than what came before: moments are told to the second. */
async function afterThisSecond() {
    const second = Math.floor(Date.now() / 1000);
    await eventually(() => Math.floor(Date.now() / 1000) > second, 'the next second');
    return `${new Date().toISOString().slice(0, 19)}Z`;
}

test('side by side: messages of devices that were imported paused wait, also over a restart', async () => {
    await customer.listen();
    await relay.start();
    good(['device', 'import', '-', '--paused'], rows(customer.url));

    await uplink(1);
    await relay.stop();
    await relay.start();
    await uplink(2);

    assert.deepEqual(states(), ['01 pending', '02 pending']);
    assert.equal(JSON.parse(good(['device', 'show', '21DF4E', '--json']).stdout)[0].is_paused, true);
    assert.deepEqual(customer.requests, []);
});

test('over: what the other relay delivered is skipped, what came since goes out', async () => {
    const switchedOff = await afterThisSecond();
    await uplink(3);
    const command = ['device', 'resume', '--all', '--skip-before', switchedOff];

    assert.match(good([...command, '--dry-run']).stderr, /1 paused device would be delivered again\n.*2 messages that waited would not be sent/);
    assert.deepEqual(customer.requests, []);
    assert.match(good(command).stderr, /1 paused device is delivered again\n2 messages that waited are not sent/);
    await customer.wait(1);
    await uplink(4);
    await customer.wait(2);

    assert.deepEqual(payloads(customer.requests), ['03', '04']);
    await eventually(() => states().every((one) => !one.endsWith('pending')), 'all to be recorded');
    assert.deepEqual(states(), ['01 dropped', '02 dropped', '03 delivered', '04 delivered']);
    // The token that customers hold is theirs still.
    const { html } = await relay.register({ device: '21DF4E', token: kToken, email: 'someone@example.org', webhook: `${customer.url}/new` });
    assert.match(html, /whsec_/);
});

test('a message that was skipped by mistake is sent after all', async () => {
    const [second] = messages().filter(({ data }) => data === '02');

    good(['message', 'replay', second.message_id]);

    await customer.wait(3);
    assert.equal(payloads(customer.requests.slice(2))[0], '02');
});

test('back: the same file pauses again; and over once more with all that waited', async () => {
    assert.match(good(['device', 'import', '-', '--paused'], rows(`${customer.url}/new`)).stderr, /1 updated/);
    await uplink(5);
    await uplink(6);
    assert.deepEqual(states().slice(4), ['05 pending', '06 pending']);
    assert.match(good(['device', 'import', '-'], rows(`${customer.url}/new`)).stderr, /1 unchanged/, 'an import alone resumes nothing');
    assert.equal(customer.requests.length, 3);

    good(['device', 'resume', '--all']);

    await customer.wait(5);
    assert.deepEqual(customer.requests.slice(3).map((request) => JSON.parse(request.body).data), ['05', '06'], 'in their order');
});

test('without a daemon it is the same: the next start delivers', async () => {
    good(['device', 'pause', '21DF4E']);
    await uplink(7);
    await relay.stop();
    assert.equal(relay.cli(['device', 'resume']).status, 64, 'an ID or --all');
    assert.equal(relay.cli(['device', 'resume', '--all', '--skip-before', 'noon']).status, 65);
    const now = await afterThisSecond();

    assert.match(good(['device', 'resume', '21DF4E', '--skip-before', now]).stderr, /1 message that waited is not sent/);
    await relay.start();
    await uplink(8);
    await customer.wait(6);

    assert.deepEqual(payloads(customer.requests.slice(5)), ['08']);
});

test('to look at bodies: an inbox as webhook; and the file that leaves is one that comes in', async () => {
    const inbox = await relay.newInbox();
    good(['device', 'set', '21DF4E', '--webhook-url', inbox.write]);
    await uplink(9);
    await eventually(async () => (await relay.readInbox(inbox.read)).requests.length === 1, 'the message to be in the inbox');
    assert.equal(customer.requests.length, 6);

    const exported = good(['device', 'export', '-']).stdout;

    assert.equal(exported, `device_id,email,webhook_url,language\n21DF4E,someone@example.org,${inbox.write},cs\n`);
    assert.match(good(['device', 'import', '-', '--dry-run'], exported).stderr, /1 unchanged/);
});
