// Behind nginx, Caddy and HAProxy as the operators' guide configures them, read from the guide itself.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { certificateFor } from '../support/private_network.mjs';
import { Relay, eventually, kSecret } from '../support/relay.mjs';
import { findServer, freePort, listens } from '../support/servers.mjs';

const program = process.env.MYSIGFOX;
const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const guide = readFileSync(join(root, 'docs/operators/proxy.md'), 'utf8');
const directory = mkdtempSync(join(tmpdir(), 'mysigfox-proxy-'));
const disposals = [];
after(async () => {
    for (const dispose of disposals.reverse()) await dispose();
    rmSync(directory, { recursive: true, force: true });
});

const nginx = findServer('nginx');
const haproxy = findServer('haproxy');
const caddy = findServer('caddy', 'bin', 'version');
const missing = [nginx || 'nginx', haproxy || 'haproxy', caddy || 'caddy'].filter((one) => typeof one === 'string');
if (missing.length > 0) console.log(`SKIPPED, NOTHING IS PROVED of ${missing}: not installed`);
const withCaddy = { skip: caddy ? false : 'no caddy' };
const withNginx = { skip: nginx ? false : 'no nginx' };
const withHaproxy = { skip: haproxy ? false : 'no haproxy' };

/** The blocks of code under this heading of the guide. */
function blocks(heading) {
    const section = guide.split(/^## /m).find((part) => part.startsWith(heading));
    return section.split(/\n(?=\S)/).flatMap((part) => {
        const code = part.split('\n').filter((line) => line.startsWith('    ')).map((line) => line.slice(4));
        return code.length ? [code.join('\n')] : [];
    }).join('\n');
}

/** Replaces what is of the operator's machine; each must be there. */
function adapted(text, changes) {
    for (const [from, to] of changes) {
        assert.ok(text.includes(from), `the guide has "${from}"`);
        text = text.replaceAll(from, to);
    }
    return text;
}

async function run({ path, environment }, args, port) {
    const process = spawn(path, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [process.stdout, process.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
    const ended = new Promise((resolve) => process.once('exit', resolve));
    disposals.push(async () => {
        process.kill('SIGTERM');
        await ended;
    });
    await eventually(() => {
        assert.equal(process.exitCode, null, said);
        return listens(port);
    }, `${path} to listen`);
    return { said: () => said };
}

/** A relay that trusts 127.0.0.1 and takes callbacks from there only as a proxy, not as a source. */
async function relayBehind(listen = '', tls = '') {
    const relay = new Relay(program, { publicUrl: 'https://relay.example.org' });
    disposals.push(() => relay.dispose());
    relay.configure({ extra: tls });
    const text = readFileSync(relay.config, 'utf8').replace('[listen]\n', `[listen]\ntrusted_proxies = ["127.0.0.1/32"]\n${listen}\n`);
    writeFileSync(relay.config, text.replace('name = "main"\n', 'name = "main"\nallowed_sources = ["127.0.0.2/32"]\n'));
    return relay;
}

const kHost = 'relay.example.org';

/** From this address of ours, through the proxy. */
function ask(port, path, { method = 'GET', body = '', headers = {}, from = '127.0.0.1' } = {}) {
    return new Promise((resolve, reject) => {
        const options = { host: '127.0.0.1', servername: kHost, port, method, path, headers: { host: kHost, ...headers }, localAddress: from, rejectUnauthorized: false, agent: false };
        https.request(options, (response) => {
            let text = '';
            response.setEncoding('utf8').on('data', (piece) => (text += piece)).on('end', () => resolve({ status: response.statusCode, text }));
        }).on('error', reject).end(body);
    });
}

function callback(port, from, headers = {}) {
    const body = JSON.stringify({ device: '0081', time: 1700000000, data: 'aa' });
    return ask(port, '/sigfox/uplink', { method: 'POST', body, from, headers: { 'content-type': 'application/json', authorization: `Bearer ${kSecret}`, ...headers } });
}

async function expectTrueSources(port) {
    assert.equal((await callback(port, '127.0.0.2')).status, 204);
    assert.equal((await callback(port, '127.0.0.3')).status, 403, 'another source is told from the allowed one');
    const lie = await callback(port, '127.0.0.3', { 'x-forwarded-for': '127.0.0.2' });
    assert.equal(lie.status, 403, 'and is not believed what it says of itself');
}

/** An inbox's page through the proxy: what arrives is in the stream while it is open. */
async function expectLiveStream(relay, port) {
    const inbox = await relay.newInbox();
    let text = '';
    const stream = https.request({ host: '127.0.0.1', port, path: inbox.read, servername: kHost, headers: { host: kHost, accept: 'text/event-stream' }, rejectUnauthorized: false, agent: false }, (response) => {
        response.setEncoding('utf8').on('data', (piece) => (text += piece)).on('error', () => {});
    }).on('error', () => {});
    stream.end();
    for (const word of ['first', 'second']) {
        await relay.send('POST', new URL(inbox.write).pathname, `the ${word} request`);
        await eventually(() => text.includes(`the ${word} request`), `the ${word} event`);
    }
    stream.destroy();
}

test('nginx: the client is known, pages are live, queries are not logged', withNginx, async () => {
    const relay = await relayBehind();
    await relay.start();
    const port = await freePort();
    const home = join(directory, 'nginx');
    mkdirSync(home);
    certificateFor(['relay.example.org'], home);
    const snippet = adapted(blocks('nginx'), [
        ['listen 443 ssl', `listen 127.0.0.1:${port} ssl`],
        ['/etc/letsencrypt/live/relay.example.org/fullchain.pem', `${home}/all.crt`],
        ['/etc/letsencrypt/live/relay.example.org/privkey.pem', `${home}/all.key`],
        ['/var/log/nginx/mysigfox.log', `${home}/access.log`],
        ['http://127.0.0.1:8080', relay.url],
    ]);
    const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${home}/${name};`).join(' ');
    writeFileSync(join(home, 'nginx.conf'), `daemon off; master_process off; pid ${home}/pid; error_log stderr;\nevents {}\nhttp { ${places}\n${snippet}\n}\n`);
    await run(nginx, ['-p', home, '-c', join(home, 'nginx.conf')], port);

    await expectTrueSources(port);
    await expectLiveStream(relay, port);
    assert.equal((await ask(port, '/en/form?device=0081&token=ABCDEFGHIJ')).status, 303, 'the form takes it out of the address');
    await eventually(() => readFileSync(join(home, 'access.log'), 'utf8').includes('/en/form'), 'the access log');
    assert.doesNotMatch(readFileSync(join(home, 'access.log'), 'utf8'), /ABCDEFGHIJ/);
});

test('Caddy: the client is known, pages are live, nothing is logged', withCaddy, async () => {
    const relay = await relayBehind();
    await relay.start();
    const port = await freePort();
    const home = join(directory, 'caddy');
    mkdirSync(home);
    certificateFor([kHost], home);
    // A certificate of Caddy's own would have to be asked for.
    const snippet = adapted(blocks('Caddy'), [
        [`${kHost} {\n`, `${kHost}:${port} {\n    bind 127.0.0.1\n    tls ${home}/all.crt ${home}/all.key\n`],
        ['127.0.0.1:8080', `127.0.0.1:${relay.port}`],
    ]);
    writeFileSync(join(home, 'Caddyfile'), `{\n    admin off\n    auto_https disable_redirects\n}\n${snippet}\n`);
    const environment = { ...caddy.environment, HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home };
    const { said } = await run({ ...caddy, environment }, ['run', '--config', join(home, 'Caddyfile')], port);

    await expectTrueSources(port);
    await expectLiveStream(relay, port);
    assert.equal((await ask(port, '/en/form?device=0081&token=ABCDEFGHIJ')).status, 303);
    assert.doesNotMatch(said(), /ABCDEFGHIJ/);
});

const kHaproxyDefaults = 'global\n    maxconn 100\ndefaults\n    timeout connect 5s\n    timeout client 30s\n    timeout server 30s\n';

test('HAProxy: the client is known, pages are live', withHaproxy, async () => {
    const relay = await relayBehind();
    await relay.start();
    const port = await freePort();
    const home = join(directory, 'haproxy');
    mkdirSync(home);
    const { cert, key } = certificateFor(['relay.example.org'], home);
    writeFileSync(join(home, 'relay.pem'), Buffer.concat([cert, key]));
    const snippet = adapted(blocks('HAProxy'), [
        ['bind :443', `bind 127.0.0.1:${port}`],
        ['/etc/haproxy/relay.example.org.pem', join(home, 'relay.pem')],
        ['127.0.0.1:8080', `127.0.0.1:${relay.port}`],
    ]);
    writeFileSync(join(home, 'haproxy.cfg'), `${kHaproxyDefaults}${snippet}\n`);
    await run(haproxy, ['-db', '-f', join(home, 'haproxy.cfg')], port);

    await expectTrueSources(port);
    await expectLiveStream(relay, port);
});

test('HAProxy passes TLS through and names the client by the PROXY protocol', withHaproxy, async () => {
    const home = join(directory, 'passing');
    mkdirSync(home);
    certificateFor(['relay.example.org'], home);
    const inner = await freePort();
    const guided = blocks('PROXY protocol');
    const at = guided.indexOf('frontend');
    const listen = adapted(guided.slice(0, at), [['127.0.0.1:8443', `127.0.0.1:${inner}`], ['http = []\n', ''], ['[listen]\n', ''], ['trusted_proxies = ["127.0.0.1/32"]\n', '']]);
    const relay = await relayBehind(listen, `[tls]\ncertificate_file = "${home}/all.crt"\nprivate_key_file = "${home}/all.key"`);
    await relay.start();
    const port = await freePort();
    const snippet = adapted(guided.slice(at), [['bind :443', `bind 127.0.0.1:${port}`], ['127.0.0.1:8443', `127.0.0.1:${inner}`]]);
    writeFileSync(join(home, 'haproxy.cfg'), `${kHaproxyDefaults}${snippet}\n`);
    await run(haproxy, ['-db', '-f', join(home, 'haproxy.cfg')], port);

    await expectTrueSources(port);
    await expectLiveStream(relay, port);
    await assert.rejects(ask(inner, '/'), 'without a header there is no service');
});
