// /api/v1 from outside: every path, method and status that its description names, and the shape of every answer.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Receiver, Relay, eventually } from '../support/relay.mjs';

const kDescription = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'));
const kForm = { 'content-type': 'application/x-www-form-urlencoded' };
const seen = new Set(); // "GET /api/v1/devices 200"
let relay;
let receiver;
let answers = 204;
let shared; // a key to device A110, whom most tests are about

before(async () => {
    receiver = await new Receiver((request, response) => response.writeHead(answers).end()).listen();
    process.env.MYSIGFOX_LISTEN_TRUSTED_PROXIES = '127.0.0.1/32'; // so that calls come from where they say
    relay = await new Relay(process.env.MYSIGFOX).start();
    shared = await keyFor(await device('A110'));
});

after(async () => {
    await relay.dispose();
    await receiver.close();
});

/** Registered; { id, token }. */
async function device(id) {
    const token = relay.addDevices([id]).get(id);
    const { status, html } = await relay.register({ device: id, token, email: `${id}@example.com`, webhook: `${receiver.url}/${id}?key=private` });
    assert.equal(status, 200, html);
    return { id, token };
}

/** Signs in as a browser does; its cookie. */
async function signIn({ id, token }) {
    const answer = await fetch(`${relay.url}/en/device`, { method: 'POST', body: new URLSearchParams({ device: id, token }), redirect: 'manual' });
    assert.equal(answer.status, 303);
    return answer.headers.get('set-cookie').split(';')[0];
}

async function deed(cookie, fields) {
    const page = await (await fetch(`${relay.url}/en/device/keys`, { headers: { cookie } })).text();
    const csrf = /name="csrf" value="([0-9a-f]+)"/.exec(page)[1];
    const answer = await fetch(`${relay.url}/en/device/keys`, { method: 'POST', headers: { cookie, ...kForm }, body: new URLSearchParams({ csrf, ...fields }), redirect: 'manual' });
    return { status: answer.status, html: await answer.text(), page };
}

/** Made by the button of the page. */
async function keyFor(one) {
    const { html } = await deed(await signIn(one), { action: 'make-key', name: 'my program' });
    return /mysigfox_[0-9a-z]{40}/.exec(html)[0];
}

/** What is wrong with a value, by a schema of the description; types, required members, enumerations. */
function problems(value, schema, at = '$') {
    if (schema.$ref) return problems(value, kDescription.components.schemas[schema.$ref.split('/').at(-1)], at);
    const kind = value === null ? 'null' : Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;
    const types = [schema.type ?? []].flat();
    if (!types.includes(kind) && !(kind === 'integer' && types.includes('number'))) return [`${at}: ${kind}, not ${types}`];
    if (schema.enum && !schema.enum.includes(value)) return [`${at}: ${value}, not one of ${schema.enum}`];
    if (schema.format === 'date-time' && kind === 'string' && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)) return [`${at}: no time: ${value}`];
    if (kind === 'array') return value.flatMap((item, i) => problems(item, schema.items, `${at}[${i}]`));
    if (kind !== 'object') return [];
    const missing = (schema.required ?? []).filter((name) => !(name in value)).map((name) => `${at}: no ${name}`);
    const unknown = schema.properties ? Object.keys(value).filter((name) => !(name in schema.properties)).map((name) => `${at}: ${name} is not described`) : [];
    const inside = Object.entries(schema.properties ?? {}).filter(([name]) => name in value).flatMap(([name, part]) => problems(value[name], part, `${at}.${name}`));
    return [...missing, ...unknown, ...inside];
}

/** The answer as described, or the test fails; { status, json, headers }. */
async function call(method, path, { key = shared, body, type = 'application/json', source = '127.0.0.1' } = {}) {
    const headers = { 'x-forwarded-for': source, ...key && { authorization: `Bearer ${key}` } };
    if (body !== undefined) headers['content-type'] = type;
    const answer = await fetch(relay.url + path, { method, headers, body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body) });
    const text = await answer.text();
    const bare = path.split('?')[0];
    const template = Object.keys(kDescription.paths).find((known) => known === bare) ?? Object.keys(kDescription.paths).find((known) => new RegExp(`^${known.replace(/\{[a-z_]+\}/g, '[^/]+')}$`).test(bare));
    const described = kDescription.paths[template][method.toLowerCase()].responses[answer.status];
    assert.ok(described, `${method} ${path}: ${answer.status} is not described: ${text}`);
    const response = described.$ref ? kDescription.components.responses[described.$ref.split('/').at(-1)] : described;
    const json = JSON.parse(text);
    assert.deepEqual(problems(json, response.content['application/json'].schema), [], `${method} ${path} ${answer.status}: ${text}`);
    for (const header of Object.keys(response.headers ?? {})) assert.ok(answer.headers.get(header), `${method} ${path} ${answer.status}: ${header}`);
    seen.add(`${method} ${template} ${answer.status}`);
    return { status: answer.status, json, headers: answer.headers };
}

async function good(method, path, options) {
    const { status, json } = await call(method, path, options);
    assert.equal(status, 200, JSON.stringify(json));
    return json;
}

async function refused(status, method, path, options) {
    const answer = await call(method, path, options);
    assert.equal(answer.status, status, `${method} ${path}`);
    return answer.json;
}

let nextSequence = 1;
const speak = (id) => relay.callback({ device: id, time: 1700000000 + nextSequence, data: '2a', seqNumber: nextSequence++, snr: 9.5, rssi: -120 });

test('a program sees its device, its messages and every attempt', async () => {
    await speak('A110');
    await receiver.wait(1);
    const one = await good('GET', '/api/v1/devices/a110');
    assert.equal(one.device_id, 'A110');
    assert.equal(one.state, 'active');
    assert.deepEqual((await good('GET', '/api/v1/devices')).devices, [one]);
    const [message] = await eventually(async () => {
        const { messages } = await good('GET', '/api/v1/devices/A110/messages');
        return messages[0]?.state === 'delivered' && messages;
    }, 'the delivery to be told');
    assert.equal(message.attempts[0].cause, 'delivered');
    assert.equal(message.id, receiver.requests[0].headers['webhook-id']);
    assert.deepEqual(await good('GET', `/api/v1/messages/${message.id}`), message);
    assert.equal((await good('POST', `/api/v1/messages/${message.id}/resend`)).resent, 1);
    await receiver.wait(2);
    assert.equal(receiver.requests[1].headers['webhook-id'], message.id);
});

test('a list comes in parts', async () => {
    for (let i = 0; i < 4; ++i) await speak('A110');
    const ids = [];
    for (let next = ''; next !== null;) {
        const part = await good('GET', `/api/v1/devices/A110/messages?limit=2${next && `&cursor=${next}`}`);
        assert.ok(part.messages.length <= 2);
        ids.push(...part.messages.map(({ id }) => id));
        next = part.next;
    }
    assert.equal(ids.length, 5);
    assert.equal(new Set(ids).size, 5);
});

test('a program pauses, points elsewhere, resumes', async () => {
    assert.equal((await good('POST', '/api/v1/devices/A110/pause')).changed_devices, 1);
    const before = receiver.requests.length;
    await speak('A110');
    const { messages: [message] } = await good('GET', '/api/v1/devices/A110/messages?limit=1');
    assert.equal(message.state, 'waiting');
    await refused(409, 'POST', `/api/v1/messages/${message.id}/resend`);
    const pointed = await good('PUT', '/api/v1/devices/A110/webhook', { body: { webhook_url: `${receiver.url}/elsewhere` } });
    assert.match(pointed.signing_secret, /^whsec_/);
    assert.equal((await good('PUT', '/api/v1/webhook', { body: { webhook_url: `${receiver.url}/elsewhere` } })).signing_secret, null);
    assert.equal((await good('POST', '/api/v1/pause')).changed_devices, 0);
    assert.equal((await good('POST', '/api/v1/resume')).changed_devices, 1);
    await good('POST', '/api/v1/devices/A110/resume');
    await receiver.wait(before + 1);
    assert.equal(receiver.requests.at(-1).url, '/elsewhere');
    const since = { since: '2020-01-01T00:00:00Z' };
    assert.deepEqual(await good('POST', '/api/v1/resend', { body: since }), { resent: 0, is_all: true });
    assert.deepEqual(await good('POST', '/api/v1/devices/A110/resend', { body: since }), { resent: 0, is_all: true });
});

test('what failed is found, and known as failed', async () => {
    answers = 500;
    await speak('A110');
    const [message] = await eventually(async () => {
        const { messages } = await good('GET', '/api/v1/devices/A110/messages?failed=true');
        return messages.length === 1 && messages;
    }, 'the failure to be told');
    assert.equal(message.attempts[0].status, 500);
    answers = 204;
});

test('each faulty value is named, with what is expected', async () => {
    for (const [method, path, body, field] of [
        ['GET', '/api/v1/devices?limit=1000', undefined, 'limit'],
        ['GET', '/api/v1/devices/A110/messages?since=monday', undefined, 'since'],
        ['PUT', '/api/v1/devices/A110/webhook', { webhook_url: 'https://192.168.1.1/' }, 'webhook_url'],
        ['PUT', '/api/v1/webhook', { webhook_url: 'example' }, 'webhook_url'],
        ['POST', '/api/v1/devices/A110/resend', { until: '2020-01-01T00:00:00Z' }, 'until'],
        ['POST', '/api/v1/resend', 'since', 'body'],
    ]) {
        const said = await refused(400, method, path, { body });
        assert.equal(said.field, field);
        assert.ok(said.expected.length > 3);
    }
    for (const [method, path] of [['PUT', '/api/v1/devices/A110/webhook'], ['PUT', '/api/v1/webhook'], ['POST', '/api/v1/devices/A110/resend'], ['POST', '/api/v1/resend']]) {
        await refused(415, method, path, { body: '{}', type: 'text/plain' });
    }
});

test('a key reaches nothing of others, and nothing once it is revoked', async () => {
    const other = await device('A111');
    const key = await keyFor(other);
    await speak('A110');
    const { messages: [message] } = await good('GET', '/api/v1/devices/A110/messages?limit=1');
    for (const [method, path, body] of [
        ['GET', '/api/v1/devices/A110'],
        ['GET', '/api/v1/devices/A110/messages'],
        ['PUT', '/api/v1/devices/A110/webhook', { webhook_url: 'https://example.com/' }],
        ['POST', '/api/v1/devices/A110/pause'],
        ['POST', '/api/v1/devices/A110/resume'],
        ['POST', '/api/v1/devices/A110/resend', { since: '2020-01-01T00:00:00Z' }],
        ['GET', `/api/v1/messages/${message.id}`],
        ['POST', `/api/v1/messages/${message.id}/resend`],
    ]) {
        await refused(404, method, path, { key, body });
    }
    const cookie = await signIn(other);
    const { page } = await deed(cookie, { action: 'nothing' });
    assert.ok(page.includes('my program') && !page.includes(key));
    assert.equal((await deed(cookie, { action: 'revoke-key', id: /name="id" value="(\d+)"/.exec(page)[1] })).status, 303);
    await refused(401, 'GET', '/api/v1/devices', { key });
    assert.ok(!relay.log.includes(key) && !relay.log.includes(shared), 'no key in the log');
});

test('the description is served, and nobody may read along from another site', async () => {
    assert.deepEqual(await good('GET', '/api/v1/openapi.json', { key: '' }), kDescription);
    const { headers } = await call('GET', '/api/v1/devices');
    assert.equal(headers.get('access-control-allow-origin'), null);
    assert.equal(headers.get('cache-control'), 'no-store');
});

test('what no path or no method answers is JSON as well', async () => {
    const { Failure } = kDescription.components.responses;
    for (const [status, method, path, allow] of [
        [404, 'GET', '/api/v1'],
        [404, 'GET', '/api/v1/'],
        [404, 'GET', '/api/v1/things'],
        [404, 'POST', '/api/v1/devices/A110/dance'],
        [405, 'DELETE', '/api/v1/devices/A110', 'GET, HEAD'],
        [405, 'POST', '/api/v1/openapi.json', 'GET, HEAD'],
        [405, 'GET', '/api/v1/pause', 'POST'],
        [413, 'POST', '/api/v1/resend'],
    ]) {
        const body = status === 413 ? 'x'.repeat(20_000) : undefined;
        const answer = await fetch(relay.url + path, { method, body, headers: { authorization: `Bearer ${shared}`, 'content-type': 'application/json' } });
        assert.equal(answer.status, status, `${method} ${path}`);
        assert.deepEqual(problems(await answer.json(), Failure.content['application/json'].schema), [], path);
        assert.equal(answer.headers.get('content-type'), 'application/json');
        assert.equal(answer.headers.get('allow'), allow ?? null, path);
        assert.equal(answer.headers.get('cache-control'), 'no-store');
    }
    const elsewhere = await fetch(`${relay.url}/api/v10`);
    assert.equal(elsewhere.headers.get('content-type'), 'text/plain; charset=utf-8');
});

/** Each operation of the description with something in place of its parameters. */
function operations() {
    return Object.entries(kDescription.paths).flatMap(([path, methods]) => Object.keys(methods)
        .filter((method) => method !== 'parameters')
        .map((method) => ({ name: `${method.toUpperCase()} ${path}`, method: method.toUpperCase(), path: path.replace('{device_id}', 'A112').replace('{message_id}', 'msg_1'), ...methods[method] })));
}

test('whoever calls too often is slowed down, at every path', async () => {
    const key = await keyFor(await device('A112'));
    for (const { method, path, responses } of operations()) {
        if (!responses[429]) continue;
        await eventually(async () => (await call(method, path, { key, body: method === 'GET' ? undefined : '' })).status === 429, `${method} ${path} to be refused`);
    }
});

test('without a key nothing is answered, and soon nothing but that it was too often', async () => {
    const wrong = { key: 'mysigfox_' + '0'.repeat(40) };
    for (const [place, { method, path, responses }] of operations().entries()) {
        if (responses[401]) await refused(401, method, path, { ...wrong, source: `198.51.100.${place}` });
    }
    await eventually(async () => (await call('GET', '/api/v1/devices', { ...wrong, source: '203.0.113.9' })).status === 429, 'a wrong key to be slowed down');
    await good('GET', '/api/v1/devices', { source: '203.0.113.9' });
});

test('every status of the description was met', () => {
    const missing = operations().flatMap(({ name, responses }) => Object.keys(responses).filter((status) => status !== 'default').map((status) => `${name} ${status}`)).filter((one) => !seen.has(one));
    assert.deepEqual(missing, []);
});
