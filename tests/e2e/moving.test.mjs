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

test('what came while both relays ran is in the inbox, and only what comes after goes to the customer', async () => {
    await relay.start();
    await customer.listen();
    const inbox = await relay.newInbox();

    assert.equal(relay.cli(['device', 'import', '-'], rows(inbox.write)).status, 0);
    await uplink(1);
    await uplink(2);
    const isCompared = async () => (await relay.readInbox(inbox.read)).requests.length === 2;
    await eventually(isCompared, 'both messages to be in the inbox');
    assert.equal(relay.cli(['device', 'import', '-'], rows(customer.url)).status, 0);
    await uplink(3);
    await customer.wait(1);

    assert.deepEqual(payloads(customer.requests), ['03']);
    // The token that customers hold is theirs still.
    const { html } = await relay.register({ device: '21DF4E', token: kToken, email: 'someone@example.org', webhook: `${customer.url}/new` });
    assert.match(html, /whsec_/);
});

test('back to comparing, and out: the file that leaves is one that comes in', async () => {
    const inbox = await relay.newInbox();
    assert.equal(relay.cli(['device', 'import', '-'], rows(inbox.write)).status, 0);
    await uplink(4);
    await eventually(async () => (await relay.readInbox(inbox.read)).requests.length === 1, 'the message to be in the inbox');
    assert.deepEqual(payloads(customer.requests), ['03']);

    const exported = relay.cli(['device', 'export', '-']).stdout;

    assert.equal(exported, `device_id,email,webhook_url,language\n21DF4E,someone@example.org,${inbox.write},cs\n`);
    assert.match(relay.cli(['device', 'import', '-', '--dry-run'], exported).stderr, /1 unchanged/);
});
