// A callback's way through the built program, seen from both ends.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Receiver, Relay, eventually } from '../support/relay.mjs';

const program = process.env.MYSIGFOX;
let relay;
let receiver;

before(async () => {
    relay = await new Relay(program).start();
    receiver = await new Receiver().listen();
});

after(async () => {
    await receiver.close();
    await relay.dispose();
});

/** A registered device of its own; what its webhook gets is at `path`. */
async function registered(device, path = `/${device}`) {
    const token = relay.addDevices([device]).get(device);
    const answer = await relay.register({ device, token, email: `${device}@example.org`, webhook: receiver.url + path });
    assert.equal(answer.status, 200, answer.html);
    return token;
}

const received = (path) => receiver.requests.filter((request) => request.url === path);
const arrival = (path, count = 1) => eventually(() => received(path).length >= count && received(path), `${count} requests for ${path}`);

test('the classic body arrives byte for byte, with the fields receivers rely on', async () => {
    await registered('21DF4E', '/hook?foo=bar&x=%20');

    const answer = await relay.callback({ device: '21DF4E', time: '1501568895', data: 'AABBCCDDEEFF', seqNumber: '7', snr: '16.21', rssi: '-135.00' });
    assert.equal(answer.status, 204);
    const [request] = await arrival('/hook?foo=bar&x=%20');

    assert.equal(request.method, 'POST');
    assert.equal(request.body, '{"device": "21DF4E", "snr": 16.21, "time": 1501568895, "data": "aabbccddeeff", "rssi": -135.0}');
    assert.equal(request.headers['content-type'], 'application/json');
    assert.equal(request.headers['content-length'], '94');
    assert.equal(request.headers['transfer-encoding'], undefined);
    assert.match(request.headers['user-agent'], /^MySigfox\/\d/);
    assert.match(request.headers['webhook-id'], /^msg_[0-9a-z]{10,}$/);
    assert.match(request.headers['webhook-timestamp'], /^\d{10}$/);
    assert.equal(request.headers.host, `127.0.0.1:${receiver.port}`);
});

test('fifty simultaneous copies make one message, and all are answered 204', async () => {
    await registered('5050');
    const fields = { device: '5050', time: '1700000000', data: '01', seqNumber: '1' };

    const answers = await Promise.all(Array.from({ length: 50 }, () => relay.callback(fields)));
    await relay.callback({ ...fields, seqNumber: '2' });
    await arrival('/5050', 2);

    assert.deepEqual(new Set(answers.map((answer) => answer.status)), new Set([204]));
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(received('/5050').length, 2);
});

test('messages that came before the registration are counted by the confirmation and delivered', async () => {
    const token = relay.addDevices(['AB01']).get('AB01');
    for (const seqNumber of [1, 2, 3]) {
        const { status } = await relay.callback({ device: 'AB01', time: 1700000000 + seqNumber, data: '00', seqNumber });
        assert.equal(status, 204);
    }

    const { html } = await relay.register({ device: 'AB01', token, email: 'late@example.org', webhook: `${receiver.url}/late` });

    assert.match(html, /\b3\b/);
    const requests = await arrival('/late', 3);
    assert.deepEqual(requests.map((request) => JSON.parse(request.body).time).sort(), [1700000001, 1700000002, 1700000003]);
});

test('a waiting message goes to the URL its device has when it is sent', async () => {
    const dead = await new Receiver().listen();
    const deadUrl = dead.url;
    await dead.close();
    const token = relay.addDevices(['AB02']).get('AB02');
    const registration = { device: 'AB02', token, email: 'move@example.org' };
    await relay.register({ ...registration, webhook: `${deadUrl}/old` });
    await relay.callback({ device: 'AB02', time: 1700000000, data: '00', seqNumber: 1 });
    await eventually(() => relay.log.includes('connect_refused') || relay.log.includes('refused'), 'the first try to fail');

    const { html } = await relay.register({ ...registration, webhook: `${receiver.url}/new` });

    assert.match(html, /new/);
    await arrival('/new');
});

test('a webhook that is gone is left alone until its owner sends the form again', async () => {
    let isGone = true;
    const moody = await new Receiver((request, response) => response.writeHead(isGone ? 410 : 204).end()).listen();
    const token = relay.addDevices(['AB0C']).get('AB0C');
    const registration = { device: 'AB0C', token, email: 'gone@example.org', webhook: `${moody.url}/gone` };
    await relay.register(registration);
    await relay.callback({ device: 'AB0C', time: 1700000000, data: '01', seqNumber: 1 });
    await moody.wait(1);
    await eventually(() => relay.log.includes('it wants nothing any more'), 'the webhook to be paused');
    await relay.callback({ device: 'AB0C', time: 1700000001, data: '02', seqNumber: 2 });
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(moody.requests.length, 1);

    isGone = false;
    await relay.register(registration);

    await moody.wait(3);
    assert.deepEqual(moody.requests.map((request) => JSON.parse(request.body).data), ['01', '01', '02']);
    await moody.close();
});

test('a device whose owner left counts and drops until it is registered anew, by whomever', async () => {
    const token = await registered('AB03', '/first-owner');
    assert.equal(relay.cli(['device', 'unregister', 'AB03', '--yes']).status, 0);

    assert.equal((await relay.callback({ device: 'AB03', time: 1700000001, data: '01', seqNumber: 1 })).status, 204);
    const { html } = await relay.register({ device: 'AB03', token, email: 'second@example.org', webhook: `${receiver.url}/second-owner` });
    assert.equal((await relay.callback({ device: 'AB03', time: 1700000002, data: '02', seqNumber: 2 })).status, 204);

    const requests = await arrival('/second-owner');
    assert.doesNotMatch(html, /waiting/);
    assert.deepEqual(requests.map((request) => JSON.parse(request.body).data), ['02']);
    assert.equal(received('/first-owner').length, 0);
});

test('an unknown device is kept, listed, adopted, registered and gets its messages', async () => {
    assert.equal((await relay.callback({ device: 'DEAD01', time: 1700000000, data: 'ff', seqNumber: 9 })).status, 204);
    const unknown = JSON.parse(relay.cli(['device', 'list', '--unknown', '--json']).stdout);
    assert.ok(unknown.some((row) => row.device_id === 'DEAD01'));

    const adopted = relay.cli(['device', 'adopt', 'DEAD01']);
    const token = /[A-Z]{10}/.exec(adopted.stdout)[0];
    await relay.register({ device: 'DEAD01', token, email: 'found@example.org', webhook: `${receiver.url}/found` });

    const [request] = await arrival('/found');
    assert.equal(JSON.parse(request.body).data, 'ff');
});

test('callbacks are refused with a reason, and never stored', async () => {
    await registered('AB04', '/refused');
    const good = { device: 'AB04', time: 1700000000, data: '00', seqNumber: 1 };
    const json = { 'content-type': 'application/json', authorization: 'Bearer the-secret-of-the-callback' };
    const table = [
        [401, () => relay.callback(good, { secret: 'wrong' })],
        [401, () => relay.send('POST', '/sigfox/uplink', JSON.stringify(good), { 'content-type': 'application/json' })],
        [400, () => relay.callback({ time: 1700000000, data: '00' })],
        [400, () => relay.callback({ device: 'AB04', time: 1700000000, data: 'xyz' })],
        [400, () => relay.callback({ device: 'AB04', time: 1700000000, batt: '3.1', temp: '20' })],
        [400, () => relay.send('POST', '/sigfox/uplink', 'not json', json)],
        [415, () => relay.send('POST', '/sigfox/uplink', '<a/>', { ...json, 'content-type': 'application/xml' })],
        [413, () => relay.send('POST', '/sigfox/uplink', 'x'.repeat(70_000), json)],
        [405, () => relay.send('DELETE', '/sigfox/uplink', '', json)],
        [404, () => relay.send('POST', '/sigfox/nothing', '{}', json)],
    ];
    for (const [status, call] of table) {
        const answer = await call();
        assert.equal(answer.status, status, answer.text);
    }
    const kind = await relay.callback({ device: 'AB04', time: 1700000000, batt: '3.1', temp: '20' });
    assert.match(JSON.parse(kind.text).error, /\/sigfox\/status/);
    assert.equal(received('/refused').length, 0);
});

test('the secret is taken from Basic credentials, the query and a form body as well', async () => {
    await registered('AB05', '/doors');
    const basic = Buffer.from('sigfox:the-secret-of-the-callback').toString('base64');
    const answers = [
        await relay.send('POST', '/sigfox/uplink', JSON.stringify({ device: 'AB05', time: 1, data: '01' }), { 'content-type': 'application/json', authorization: `Basic ${basic}` }),
        await relay.send('GET', '/sigfox/uplink?device=AB05&time=2&data=02&secret=the-secret-of-the-callback', ''),
        await relay.send('POST', '/sigfox/uplink', 'device=AB05&time=3&data=03&secret=the-secret-of-the-callback', { 'content-type': 'application/x-www-form-urlencoded' }),
        await relay.send('PUT', '/sigfox/uplink?secret=the-secret-of-the-callback', 'device => AB05\ntime => 4\ndata => 04', { 'content-type': 'text/plain' }),
    ];
    assert.deepEqual(answers.map((answer) => answer.status), [204, 204, 204, 204]);
    await arrival('/doors', 4);
});

test('a webhook that is our own inbox gets the same body, without being dialled', async () => {
    const inbox = await relay.newInbox();
    const token = relay.addDevices(['AB06']).get('AB06');
    const { status } = await relay.register({ device: 'AB06', token, email: 'bin@example.org', webhook: inbox.write });
    assert.equal(status, 200);

    await relay.callback({ device: 'AB06', time: 1700000000, data: '48656c6c6f', seqNumber: 1, snr: 10, rssi: -100 });
    const [request] = await eventually(async () => {
        const { requests } = await relay.readInbox(inbox.read);
        return requests.length > 0 && requests;
    }, 'the inbox to show the message');

    assert.equal(request.body, '{"device": "AB06", "snr": 10.0, "time": 1700000000, "data": "48656c6c6f", "rssi": -100.0}');
    const page = await (await fetch(relay.url + inbox.read)).text();
    assert.match(page, /48656c6c6f/);
});

test('a wrong combination never says which part was wrong', async () => {
    const token = await registered('AB07');
    const wrong = [
        { device: 'AB07', token: 'AAAAAAAAAA', email: 'AB07@example.org' },
        { device: 'AB07', token, email: 'somebody@example.org' },
        { device: 'AB7777', token, email: 'AB07@example.org' },
    ];
    const pages = [];
    for (const fields of wrong) {
        const { status, html } = await relay.register({ ...fields, webhook: `${receiver.url}/x` });
        assert.notEqual(status, 200);
        pages.push(html.replaceAll(fields.email, '').replaceAll(fields.device, ''));
    }
    assert.equal(new Set(pages).size, 1);
});

test('nothing secret reaches the log', async () => {
    const token = await registered('AB08', '/private?key=very-private-query');
    await relay.callback({ device: 'AB08', time: 1700000000, data: '00', seqNumber: 1 });
    await arrival('/private?key=very-private-query');
    await relay.register({ device: 'AB08', token: 'BBBBBBBBBB', email: 'AB08@example.org', webhook: `${receiver.url}/x?key=very-private-query` });
    await relay.callback({ device: 'AB08' }, { secret: 'a-wrong-secret' });

    for (const secret of [token, 'BBBBBBBBBB', 'AB08@example.org', 'very-private-query', 'the-secret-of-the-callback', 'a-wrong-secret']) {
        assert.ok(!relay.log.includes(secret), `${secret} stands in the log`);
    }
});
