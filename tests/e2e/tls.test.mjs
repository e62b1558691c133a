// The relay's own HTTPS: certificates at start, on reload and when their files change.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import tls from 'node:tls';
import { fileURLToPath } from 'node:url';
import { certificateFor } from '../support/private_network.mjs';
import { Relay, eventually, kSecret } from '../support/relay.mjs';

const program = process.env.MYSIGFOX;
const hook = join(dirname(fileURLToPath(import.meta.url)), '../../config/certbot-deploy-hook.sh');
const disposals = [];
after(async () => {
    for (const dispose of disposals) await dispose();
});

/** A relay with a TLS listener beside the plain one; its certificate is for `name`. */
async function secureRelay(name = 'first.test') {
    const relay = new Relay(program, { listen: '127.0.0.1', admin: '127.0.0.1:0' });
    disposals.push(() => relay.dispose());
    issue(relay, name);
    writeConfiguration(relay, `https = ["127.0.0.1:0"]`);
    return relay;
}

function writeConfiguration(relay, listen, certificates = `certificate_file = "all.crt"\nprivate_key_file = "all.key"`) {
    relay.configure({ extra: `[tls]\n${certificates}` });
    const text = readFileSync(relay.config, 'utf8');
    writeFileSync(relay.config, text.replace('[listen]\n', `[listen]\n${listen}\n`));
}

/** As files in a folder of its own, not yet where the relay looks. */
function freshPair(relay, name) {
    const folder = join(relay.directory, `pair-${Math.random()}`);
    mkdirSync(folder);
    certificateFor([name], folder);
    return folder;
}

function issue(relay, name) {
    const folder = freshPair(relay, name);
    for (const file of ['all.key', 'all.crt']) renameSync(join(folder, file), join(relay.directory, file));
}

async function start(relay) {
    await relay.start();
    await eventually(() => /listening with TLS on/.test(relay.log), 'the TLS listener');
    relay.securePort = Number(/listening with TLS on \S+:(\d+)/.exec(relay.log)[1]);
}

/** What is served now: the names in the certificate. */
function namesServed(relay) {
    return new Promise((resolve, reject) => {
        const socket = tls.connect({ host: '127.0.0.1', port: relay.securePort, rejectUnauthorized: false }, () => {
            resolve(socket.getPeerCertificate().subjectaltname);
            socket.end();
        });
        socket.on('error', reject);
    });
}

function callback(relay, fields) {
    return new Promise((resolve, reject) => {
        const headers = { 'content-type': 'application/json', authorization: `Bearer ${kSecret}` };
        const options = { host: '127.0.0.1', port: relay.securePort, method: 'POST', path: '/sigfox/uplink', headers, ca: readFileSync(join(relay.directory, 'all.crt')), servername: 'first.test' };
        https.request(options, (response) => response.resume().on('end', () => resolve(response.statusCode))).on('error', reject).end(JSON.stringify(fields));
    });
}

test('callbacks come in by TLS, and a changed certificate is served without a signal', async () => {
    const relay = await secureRelay();
    await start(relay);
    assert.equal(await callback(relay, { device: '0071', time: 1700000000, data: 'aa' }), 204);
    const expiry = await metric(relay, 'mysigfox_tls_certificate_expiry_timestamp_seconds');
    assert.ok(Math.abs(expiry - (Date.now() / 1000 + 2 * 86400)) < 3600, String(expiry));

    issue(relay, 'second.test');
    await eventually(async () => await namesServed(relay) === 'DNS:second.test', 'the new certificate');
    assert.match(relay.log, /a new certificate is in force/);

    writeFileSync(join(relay.directory, 'all.key'), 'half a ke');
    await eventually(() => /the certificate has changed, the one in force stays: .*no private key/.test(relay.log), 'the warning');
    assert.equal(await namesServed(relay), 'DNS:second.test');
    assert.doesNotMatch(relay.log, /half a ke/);
});

async function metric(relay, name) {
    const address = /metrics and health on (\S+)/.exec(relay.log)[1];
    const text = await (await fetch(`http://${address}/metrics`)).text();
    return Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(text)[1]);
}

test('reload takes other files at once, and refuses a pair that does not fit', async () => {
    const relay = await secureRelay();
    await start(relay);
    const other = freshPair(relay, 'third.test');
    const listen = `https = ["127.0.0.1:0"]`;

    writeConfiguration(relay, listen, `certificate_file = "${other}/all.crt"\nprivate_key_file = "all.key"`);
    const refused = relay.cli(['reload']);
    assert.notEqual(refused.status, 0);
    assert.match(refused.stderr, /tls\.private_key_file: found .*the key of something else/);
    assert.equal(await namesServed(relay), 'DNS:first.test');

    writeConfiguration(relay, listen, `certificate_file = "${other}/all.crt"\nprivate_key_file = "${other}/all.key"`);
    assert.equal(relay.cli(['reload']).status, 0);
    await eventually(async () => await namesServed(relay) === 'DNS:third.test', 'the other certificate');
});

test('a certificate that cannot be served ends check and serve with 78', async () => {
    const relay = await secureRelay();
    writeFileSync(join(relay.directory, 'all.crt'), 'nothing');
    for (const verb of ['check', 'serve']) {
        const ended = relay.cli([verb]);
        assert.equal(ended.status, 78, `${verb}: ${ended.stderr}`);
        assert.match(ended.stderr, /tls\.certificate_file: found \S+all\.crt: no certificate, expected/);
    }
});

test('one that has expired is served, with a warning', async () => {
    const relay = await secureRelay();
    const [crt, key] = ['all.crt', 'all.key'].map((name) => join(relay.directory, name));
    // OpenSSL 3.0 can only date a certificate through its little authority.
    writeFileSync(join(relay.directory, 'index.txt'), '');
    writeFileSync(join(relay.directory, 'ca.cnf'), `[ca]\ndefault_ca=d\n[d]\ndatabase=${relay.directory}/index.txt\nnew_certs_dir=${relay.directory}\nrand_serial=yes\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n`);
    const request = join(relay.directory, 'request.pem');
    execFileSync('openssl', ['req', '-new', '-key', key, '-subj', '/CN=old.test', '-out', request], { stdio: 'pipe' });
    execFileSync('openssl', ['ca', '-batch', '-selfsign', '-config', join(relay.directory, 'ca.cnf'), '-keyfile', key, '-in', request, '-out', crt, '-startdate', '20200101000000Z', '-enddate', '20200201000000Z'], { stdio: 'pipe' });

    assert.equal(relay.cli(['check']).status, 0);
    await start(relay);
    assert.match(relay.log, /the certificate has expired \d+ days ago/);
});

test("certbot's hook puts the renewed pair where the relay sees it", () => {
    const relay = new Relay(program);
    disposals.push(() => relay.dispose());
    const lineage = freshPair(relay, 'hook.test');
    copyFileSync(join(lineage, 'all.crt'), join(lineage, 'fullchain.pem'));
    copyFileSync(join(lineage, 'all.key'), join(lineage, 'privkey.pem'));
    const group = spawnSync('id', ['-gn'], { encoding: 'utf8' }).stdout.trim();
    const environment = { ...process.env, RENEWED_LINEAGE: lineage, MYSIGFOX_TLS_DIRECTORY: relay.directory, MYSIGFOX_GROUP: group };

    const done = spawnSync(hook, { env: environment, encoding: 'utf8' });

    assert.equal(done.status, 0, done.stderr);
    assert.deepEqual(readFileSync(join(relay.directory, 'privkey.pem')), readFileSync(join(lineage, 'privkey.pem')));
    assert.deepEqual(readFileSync(join(relay.directory, 'fullchain.pem')), readFileSync(join(lineage, 'fullchain.pem')));
    assert.equal(statSync(join(relay.directory, 'privkey.pem')).mode & 0o777, 0o640);
});
