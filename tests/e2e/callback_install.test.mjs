// callback install against a server that plays the Backend's API, and the callback it installs, called.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { certificateFor } from '../support/private_network.mjs';
import { Receiver, Relay, kSecret } from '../support/relay.mjs';
import { SigfoxApi, kDeviceType } from '../support/sigfox_api.mjs';

const program = process.env.MYSIGFOX;
const kPublic = 'https://relay.example.org';
const disposals = [];
after(async () => {
    for (const dispose of disposals) await dispose();
});

const kOthers = () => [
    { id: '5d8a7f3e1b0c4a2f9e6d1c08', channel: 'EMAIL', callbackType: 0, enabled: true, dead: false, recipient: 'you@example.org', subject: 'x', message: '{data}' },
    { id: '60c1f2a94be07d3158a6e95e', channel: 'URL', callbackType: 0, callbackSubtype: 3, enabled: true, dead: true, downlinkHook: true, url: `${kPublic}/sigfox/uplink`, httpMethod: 'GET' },
    { id: '60c1f2a94be07d3158a6e95f', channel: 'URL', callbackType: 0, callbackSubtype: 2, enabled: true, dead: false, url: 'https://other.example.org/sigfox/uplink', httpMethod: 'POST', headers: { Authorization: 'Bearer somebody else' } },
];

/** A configured relay that does not run, an API, and `install(...args)`: { status, stdout, stderr }. */
async function makeStage({ publicUrl = kPublic, extra = '', secure, others = kOthers(), allowedTargets } = {}) {
    const relay = new Relay(program, { publicUrl, extra, allowedTargets });
    disposals.push(() => relay.dispose());
    const api = await new SigfoxApi(secure?.(relay)).listen();
    disposals.push(() => api.close());
    api.callbacks = others;
    const untouched = JSON.stringify(others);
    const credentials = join(relay.directory, 'api-user');
    writeFileSync(credentials, `${api.credentials}\n`, { mode: 0o600 });
    const said = [];
    const run = async (args, input) => {
        // Not synchronously: the server lives in this very process.
        const child = spawn(program, ['--config', relay.config, 'callback', 'install', ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
        const result = { stdout: '', stderr: '' };
        for (const name of ['stdout', 'stderr']) child[name].setEncoding('utf8').on('data', (text) => { result[name] += text; });
        child.stdin.on('error', () => {});
        child.stdin.end(input);
        [result.status] = await once(child, 'close');
        said.push(result.stdout, result.stderr);
        return result;
    };
    const install = (...args) => run(['--device-type', kDeviceType, '--credentials', credentials, '--api', api.url, ...args], '');
    const ours = () => api.callbacks.filter(({ id }) => !untouched.includes(id));
    /** Nothing said holds a secret, and what is others' is as it was. */
    const check = () => {
        for (const text of said) {
            assert.ok(!text.includes(kSecret), `the secret in: ${text}`);
            assert.ok(!text.includes(api.user.password), `the password in: ${text}`);
            assert.ok(!text.includes(Buffer.from(api.credentials).toString('base64')), `the credentials in: ${text}`);
        }
        assert.equal(JSON.stringify(api.callbacks.slice(0, JSON.parse(untouched).length)), untouched);
    };
    return { relay, api, credentials, install, run, ours, check };
}

test('it is made once, and then it is there', async () => {
    const { api, install, ours, check } = await makeStage();

    const first = await install();
    const second = await install('--json');

    assert.equal(first.status, 0, first.stderr);
    assert.match(first.stdout, /^created: callback \w+ of device type 5d8a7f3e1b0c4a2f9e6d1c07, to https:\/\/relay\.example\.org\/sigfox\/uplink\n$/);
    assert.equal(second.status, 0, second.stderr);
    assert.deepEqual(JSON.parse(second.stdout).map(({ outcome, callback_id: id, differences }) => ({ outcome, id, differences })),
        [{ outcome: 'already there', id: ours()[0].id, differences: [] }]);
    assert.deepEqual(api.requests.map(({ method }) => method), ['GET', 'POST', 'GET', 'GET']);
    const [{ id, dead, downlinkHook, bodyTemplate, ...rest }] = ours();
    assert.deepEqual(rest, {
        channel: 'URL', callbackType: 0, callbackSubtype: 2, enabled: true, url: `${kPublic}/sigfox/uplink`, httpMethod: 'POST',
        headers: { Authorization: `Bearer ${kSecret}` }, sendSni: true, contentType: 'application/json',
    });
    assert.match(bodyTemplate, /"rssi": "\{rssi\}"/);
    check();
});

test('the template is the one that callback show prints, with and without metadata', async () => {
    const { relay, install, ours, check } = await makeStage();
    const [withMetadata, without] = JSON.parse(relay.cli(['callback', 'show', '--json']).stdout);

    await install();
    assert.equal(ours()[0].bodyTemplate, withMetadata.body);
    const changed = await install('--without-metadata', '--yes');

    assert.equal(changed.status, 0, changed.stderr);
    assert.match(changed.stderr, /body: found another template, expected the one that `mysigfox callback show` prints/);
    assert.equal(ours()[0].bodyTemplate, without.body);
    check();
});

test('a changed secret is changed there, after a yes, and nothing else with it', async () => {
    const { relay, api, install, ours, check } = await makeStage();
    await install();
    ours()[0].headers['X-Proxy'] = 'of the operator';
    ours()[0].payloadConfig = 'level::uint:8';
    relay.configure({ secret: 'a-second-secret' });

    const dry = await install('--dry-run');
    const unasked = await install();
    assert.deepEqual(api.changes.map(({ method }) => method), ['POST'], 'neither changed anything');
    const changed = await install('--yes');

    assert.equal(dry.status, 0, dry.stderr);
    assert.match(dry.stdout, /^would be changed: callback/);
    assert.match(dry.stderr, /header Authorization: found another one, expected the account's first secret/);
    assert.equal(unasked.status, 64);
    assert.match(unasked.stderr, /expected --yes/);
    assert.equal(changed.status, 0, changed.stderr);
    assert.match(changed.stdout, /^changed: callback/);
    assert.ok(!(changed.stdout + changed.stderr).includes('a-second-secret'));
    assert.deepEqual(api.changes.at(-1).asked, { channel: 'URL', headers: { Authorization: 'Bearer a-second-secret', 'X-Proxy': 'of the operator' } });
    assert.equal(ours()[0].payloadConfig, 'level::uint:8');
    assert.equal(ours().length, 1);
    check();
});

const hasTerminal = spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0;

test('on a terminal it asks before it changes anything', { skip: hasTerminal ? false : 'no program `script` to make a terminal' }, async () => {
    const { relay, api, credentials, install, ours, check } = await makeStage();
    await install();
    ours()[0].enabled = false;
    const answerWith = async (word) => {
        const command = `'${program}' --config '${relay.config}' callback install --device-type ${kDeviceType} --credentials '${credentials}' --api ${api.url}`;
        const child = spawn('script', ['-qec', command, '/dev/null'], { stdio: ['pipe', 'pipe', 'ignore'] });
        let said = '';
        child.stdout.setEncoding('utf8').on('data', (text) => {
            if (!said.includes('[y/N]') && (said + text).includes('[y/N]')) child.stdin.write(`${word}\n`);
            said += text;
        });
        const [status] = await once(child, 'close');
        return { status, said };
    };

    const no = await answerWith('n');
    assert.equal(no.status, 0, no.said);
    assert.match(no.said, /enabled: found no, expected yes[^]*Change it\? \[y\/N\] [^]*Nothing was changed\./);
    assert.equal(ours()[0].enabled, false);
    const yes = await answerWith('y');
    assert.equal(yes.status, 0, yes.said);
    assert.match(yes.said, /changed: callback/);
    assert.equal(ours()[0].enabled, true);
    check();
});

test('all that somebody has spoilt is set right again', async () => {
    const { install, ours, check } = await makeStage();
    await install();
    const before = JSON.stringify(ours()[0]);
    Object.assign(ours()[0], {
        url: `${kPublic}/sigfox/uplink?id={device}&secret=${kSecret}`, httpMethod: 'GET', headers: {}, sendSni: false, contentType: 'text/plain', bodyTemplate: '', enabled: false,
    });

    const changed = await install('--yes', '--json');

    assert.equal(changed.status, 0, changed.stderr);
    const [{ differences }] = JSON.parse(changed.stdout);
    assert.deepEqual(differences.map(({ setting }) => setting), ['URL', 'HTTP method', 'header Authorization', 'content type', 'body', 'SNI', 'enabled']);
    assert.equal(differences[0].found, `${kPublic}/sigfox/uplink?…`);
    assert.equal(JSON.stringify(ours()[0]), before);
    check();
});

test('after a move the former callback is replaced, or left to another relay, as the operator says', async () => {
    const { relay, api, install, ours, check } = await makeStage();
    await install();
    const [{ id }] = ours();
    relay.publicUrl = 'https://moved.example.org';
    relay.configure();

    const unclear = await install('--yes');
    assert.equal(unclear.status, 65);
    assert.match(unclear.stderr, new RegExp(`callback ${id}: found https://relay\\.example\\.org/sigfox/uplink with a secret of this account.*--replace ${id}.*--beside`));
    assert.equal(api.changes.length, 1);

    const replaced = await install('--replace', id, '--yes');
    assert.equal(replaced.status, 0, replaced.stderr);
    assert.deepEqual(api.changes.at(-1).asked, { channel: 'URL', url: 'https://moved.example.org/sigfox/uplink' });
    assert.equal(ours().length, 1);

    ours()[0].url = `${kPublic}/sigfox/uplink`;
    const beside = await install('--beside');
    assert.equal(beside.status, 0, beside.stderr);
    assert.deepEqual(ours().map(({ url }) => url), [`${kPublic}/sigfox/uplink`, 'https://moved.example.org/sigfox/uplink']);
    const nobody = await install('--replace', '5d8a7f3e1b0c4a2f9e6d1c08', '--yes');
    assert.equal(nobody.status, 65, 'that one is an e-mail');
    check();
});

test('a dry run looks and changes nothing', async () => {
    const { api, install, check } = await makeStage();

    const dry = await install('--dry-run', '--json');

    assert.equal(dry.status, 0, dry.stderr);
    const [{ outcome, callback_id: id }] = JSON.parse(dry.stdout);
    assert.deepEqual([outcome, id], ['would be created', null]);
    assert.deepEqual(api.requests.map(({ method }) => method), ['GET']);
    check();
});

test('it says that the last call failed, and that two callbacks lead here', async () => {
    const { api, install, ours } = await makeStage({ others: [] });
    await install();
    ours()[0].dead = true;
    api.callbacks.push({ ...ours()[0], id: '61e4d07b92c85f1a3b6e0dd0', dead: false, headers: {} });

    const again = await install();

    assert.equal(again.status, 0, again.stderr);
    assert.match(again.stderr, /The last call of this callback failed \(dead\)/);
    assert.match(again.stderr, /Callback 61e4d07b92c85f1a3b6e0dd0 leads there too/);
});

test('it says so when the Backend takes a change and does not make it', async () => {
    const { api, install, ours, check } = await makeStage();
    await install();
    ours()[0].enabled = false;
    api.instead = (request, response) => request.method === 'PUT' && response.writeHead(204).end();

    const changed = await install('--yes');

    assert.equal(changed.status, 65);
    assert.match(changed.stderr, /The Backend took it, but then lists:\n {2}enabled: found no, expected yes\n/);
    assert.equal(changed.stdout, '');
    check();
});

const forEver = (request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const write = () => {
        while (response.writable && response.write('[[{"data":'.repeat(1000)));
        if (response.writable) response.once('drain', write);
    };
    response.on('error', () => {});
    write();
    return true;
};
const says = (status, body = '', fields = {}) => (request, response) => {
    response.writeHead(status, fields).end(body);
    return true;
};
const kRefusals = [
    { what: '401', answer: says(401), status: 65, sentence: /127\.0\.0\.1:\d+ answered 401 to the request for the list of callbacks: the login or the password is wrong/ },
    { what: '403', answer: says(403, '{"message":"That is not allowed."}'), status: 65, sentence: /403 .*\(That is not allowed\.\): this API user may not do that/ },
    { what: '404', answer: says(404), status: 65, sentence: /there is no device type 5d8a7f3e1b0c4a2f9e6d1c07, or not for this API user/ },
    { what: '429', answer: says(429, '', { 'retry-after': '60' }), status: 75, sentence: /too many requests.*Try again later, in 60 seconds at the earliest/ },
    { what: '500', answer: says(500, 'oops'), status: 75, sentence: /500 .*a fault of the Sigfox API\. Try again later/ },
    { what: '418', answer: says(418), status: 65, sentence: /418 .*Set the callback up by hand/ },
    { what: 'a redirect', answer: says(302, '', { location: 'https://evil.example.org/v2?token=x' }), status: 69, sentence: /found a redirect to https:\/\/evil\.example\.org\/v2\?…, expected .*None is followed/ },
    { what: 'a web page', answer: says(200, '<html>'), status: 69, sentence: /found what is no JSON.*Is --api the Sigfox API\?/ },
    { what: 'another JSON', answer: says(200, '{"callbacks":[]}'), status: 69, sentence: /found JSON without a list "data"/ },
    { what: 'several pages', answer: says(200, '{"data":[],"paging":{"next":"https://api.sigfox.com/v2/x"}}'), status: 69, sentence: /only the first page of several/ },
    { what: 'a body without an end', answer: forEver, status: 69, sentence: /found an answer of 1048576 bytes or more/ },
    { what: 'no HTTP', answer: (request, response) => response.socket.end('SSH-2.0-x\r\n\r\n') && true, status: 69, sentence: /answered with something that is not HTTP/ },
    { what: 'nothing but an end', answer: (request, response) => response.socket.destroy() && true, status: 69, sentence: /closed the connection without answering/ },
];

test('whatever the API answers is a sentence and an exit code', async (context) => {
    const { api, install, check } = await makeStage();
    for (const { what, answer, status, sentence } of kRefusals) {
        await context.test(what, async () => {
            api.instead = answer;
            const refused = await install();
            assert.equal(refused.status, status, refused.stderr);
            assert.match(refused.stderr, sentence);
            assert.equal(refused.stdout, '');
            check();
        });
    }
    assert.deepEqual(api.changes, []);
});

test('an API that hangs is waited for as long as total_timeout says', async () => {
    const { api, install, check } = await makeStage({ extra: 'total_timeout = "1s"' });
    api.instead = () => true;

    const refused = await install();

    assert.equal(refused.status, 75);
    assert.match(refused.stderr, /gave no complete answer within 1000 ms\.\n$/, 'and says of a mere look no more than that');
    check();
});

test('what the API quotes of a request is not shown', async () => {
    const { api, install, check } = await makeStage();
    api.instead = (request, response, text) => request.method === 'POST' && says(400, JSON.stringify({
        message: `bad request by ${api.credentials}`,
        errors: [{ type: 'body', field: 'headers', message: `found ${JSON.parse(text).headers.Authorization}\u001b[2J` }],
    }))(request, response);

    const refused = await install();

    assert.equal(refused.status, 65);
    assert.match(refused.stderr, /400 to the request for a new callback \(bad request by \w+:\(hidden\); headers: found Bearer \(hidden\)\?\[2J\)/);
    check();
});

test('a request whose answer never came may have been carried out, and the next run looks', async () => {
    const { api, install, ours, check } = await makeStage();
    api.instead = (request, response, text) => {
        if (request.method !== 'POST') return false;
        api.callbacks.push({ id: '61e4d07b92c85f1a3b6e0dd1', dead: false, ...JSON.parse(text) });
        response.socket.destroy();
        return true;
    };
    const unknown = await install();
    api.instead = null;
    const again = await install();

    assert.equal(unknown.status, 69);
    assert.match(unknown.stderr, /closed the connection without answering\. Whether it was carried out is not known: run this again/);
    assert.match(again.stdout, /^already there: callback 61e4d07b92c85f1a3b6e0dd1/);
    assert.equal(ours().length, 1);
    check();
});

test('over HTTPS the certificate is verified before the password is sent', async () => {
    let certificate;
    const secure = (relay) => {
        certificate = certificateFor(['127.0.0.1'], relay.directory);
        return certificate;
    };
    const { relay, api, install, check } = await makeStage({ secure });

    const untrusted = await install();
    assert.equal(untrusted.status, 69);
    assert.match(untrusted.stderr, /The password was not sent\./);
    assert.deepEqual(api.requests, []);

    relay.configure({ extra: `extra_authorities_file = "${certificate.file}"` });
    const trusted = await install();
    assert.equal(trusted.status, 0, trusted.stderr);
    assert.match(trusted.stdout, /^created: /);
    check();
});

test('the API user: from a file of his own, from stdin, and wrong ones', async () => {
    const { api, credentials, install, run, relay, check } = await makeStage();
    const common = ['--device-type', kDeviceType, '--api', api.url, '--dry-run'];
    const openFile = join(relay.directory, 'open');
    writeFileSync(openFile, api.credentials, { mode: 0o644 });

    assert.equal((await run([...common, '--credentials', '-'], `${api.credentials}\n`)).status, 0);
    const open = await run([...common, '--credentials', openFile]);
    assert.deepEqual([open.status, open.stderr.includes('found mode 0644, expected 0600')], [65, true], open.stderr);
    const missing = await run([...common, '--credentials', join(relay.directory, 'none')]);
    assert.deepEqual([missing.status, /No such file/.test(missing.stderr)], [74, true], missing.stderr);
    const shapeless = await run([...common, '--credentials', '-'], api.user.password);
    assert.deepEqual([shapeless.status, /expected login:password/.test(shapeless.stderr)], [65, true], shapeless.stderr);
    writeFileSync(credentials, 'nobody:nothing');
    assert.equal((await install()).status, 65);
    assert.equal((await run([...common])).status, 64, 'no credentials at all');
    check();
});

test('an API that could be overheard, or stands where nobody may connect, is not asked', async () => {
    const { credentials, run, check } = await makeStage();
    const ask = (api, type = kDeviceType) => run(['--device-type', type, '--credentials', credentials, '--api', api]);

    for (const [api, sentence] of [
        ['http://api.sigfox.com/v2', /plain HTTP, which would show the password to everybody/],
        ['https://10.0.0.1/v2', /not on the public internet, expected it in delivery\.allowed_targets/],
        ['https://me:pw@api.sigfox.com/v2', /found credentials/],
        ['api.sigfox.com', /expected https:\/\//],
        ['https://api.sigfox.com/v2?x=1', /found a query/],
    ]) {
        const refused = await ask(api);
        assert.equal(refused.status, 65, refused.stderr);
        assert.match(refused.stderr, sentence);
    }
    const odd = await ask('https://api.sigfox.com/v2', '../groups');
    assert.match(odd.stderr, /device type: found "\.\.\/groups", expected its id/);
    check();
});

test('an address that Sigfox cannot reach is remarked, an account without a secret refused', async () => {
    const { relay, install, check } = await makeStage({ publicUrl: 'http://127.0.0.1:8080' });
    assert.match((await install('--dry-run')).stderr, /Sigfox cannot reach http:\/\/127\.0\.0\.1:8080: it is not on the public internet/);
    assert.match(relay.cli(['callback', 'show']).stderr, /Sigfox cannot reach/);

    writeFileSync(relay.config, `state_directory = "${relay.directory}/state"\npublic_url = "http://127.0.0.1:8080"\n[[sigfox.account]]\nname = "main"\n[delivery]\nallowed_targets = ["127.0.0.0/8"]\n`);
    const open = await install();
    assert.equal(open.status, 65);
    assert.match(open.stderr, /account "main": found no secret/);
    check();
});

test('the callback that was installed, called, brings the message to the webhook', async () => {
    const { relay, api, install, ours, check } = await makeStage({ others: [] });
    await relay.start();
    const receiver = await new Receiver().listen();
    disposals.push(() => receiver.close());
    const token = relay.addDevices(['21DF4E']).get('21DF4E');
    await relay.register({ device: '21DF4E', token, email: 'a@example.org', webhook: receiver.url });
    relay.publicUrl = relay.url; // known only now that it listens
    relay.configure({ port: relay.port });
    const { status, stderr } = await install();
    assert.equal(status, 0, stderr);

    const called = await api.play(ours()[0].id, { device: '21DF4E', time: '1501568895', data: 'aabbccddeeff', seqNumber: '7', snr: '16.21', rssi: '-135.00', station: '1B2C' });
    const unmeasured = await api.play(ours()[0].id, { device: '21DF4E', time: '1501568896', data: '00', seqNumber: '8' });

    assert.deepEqual([called.status, unmeasured.status], [204, 204], called.text + unmeasured.text);
    await receiver.wait(2);
    assert.deepEqual(receiver.requests.map(({ body }) => body), [
        '{"device": "21DF4E", "snr": 16.21, "time": 1501568895, "data": "aabbccddeeff", "rssi": -135.0}',
        '{"device": "21DF4E", "snr": null, "time": 1501568896, "data": "00", "rssi": null}',
    ]);
    ours()[0].headers.Authorization = 'Bearer wrong';
    assert.equal((await api.play(ours()[0].id, { device: '21DF4E', time: '1', data: '00' })).status, 401, 'and not without its secret');
    check();
});
