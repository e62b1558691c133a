// The guard on the wire: whatever URL is registered and whatever its name resolves to, no forbidden address is ever reached.
//
// Runs in a network namespace of its own, where one listener receives every address. What it wrote down is the judge.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { EveryAddress, Names, certificateFor, privateNetwork, unansweredKnocks } from '../support/private_network.mjs';
import { Relay, eventually } from '../support/relay.mjs';

const kSkipped = 'SKIPPED, NOTHING IS PROVED: this machine allows no network namespace';
const self = fileURLToPath(import.meta.url);

if (process.env.IN_PRIVATE_NETWORK) {
    guard();
} else {
    const network = privateNetwork();
    if (!network) console.error(kSkipped);
    test('no forbidden address is reached', { skip: network ? false : kSkipped }, () => {
        const { NODE_TEST_CONTEXT: ours, ...environment } = process.env;
        const run = spawnSync(network[0], [...network.slice(1), process.execPath, self], {
            env: { ...environment, IN_PRIVATE_NETWORK: '1' }, encoding: 'utf8', maxBuffer: 1 << 26,
        });
        assert.equal(run.status, 0, run.stdout + run.stderr);
    });
}

/** The blocks of the reference, said once more by other means than the program's. */
function isForbidden(address) {
    const list = new net.BlockList();
    const v4 = ['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24',
        '192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24', '192.168.0.0/16', '192.175.48.0/24', '198.18.0.0/15', '198.51.100.0/24',
        '203.0.113.0/24', '224.0.0.0/3', '168.63.129.16/32'];
    const v6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20', '2620:4f:8000::/48'];
    for (const [blocks, family] of [[v4, 'ipv4'], [v6, 'ipv6']]) {
        for (const block of blocks) list.addSubnet(block.split('/')[0], Number(block.split('/')[1]), family);
    }
    if (net.isIPv4(address)) return list.check(address, 'ipv4');
    const unicast = new net.BlockList();
    unicast.addSubnet('2000::', 3, 'ipv6');
    return !unicast.check(address, 'ipv6') || list.check(address, 'ipv6');
}

function guard() {
    const rows = readFileSync(new URL('../data/webhook_urls.jsonl', import.meta.url), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
    rows.forEach((row, index) => { row.device = (0x600000 + index).toString(16).toUpperCase(); });
    const kFlips = 1_000;
    const flips = Array.from({ length: kFlips }, (_, index) => ({
        device: (0x700000 + index).toString(16).toUpperCase(), host: `flip${index}.example.net`, url: `http://flip${index}.example.net:8080/flip`,
    }));
    const kOurAddress = '93.184.215.99';
    const directory = mkdtempSync(join(tmpdir(), 'guard-'));
    let relay;
    let names;
    let listener;

    /** The answers of the rows by name, as far as an honest parser finds a name in the URL at all. */
    const table = new Map();
    for (const row of rows) {
        const url = URL.canParse(row.url) ? new URL(row.url) : { hostname: '' };
        row.host = url.hostname.replace(/^\[|\]$/g, '');
        row.target = row.url.replace(/^[a-z]+:\/\/[^/?#]*/i, '').replace(/^(?!\/)/, '/');
        if (row.resolves_to && !table.has(row.host)) table.set(row.host, row);
    }

    function answers(name, count) {
        if (name === 'ourselves.example.net') return [kOurAddress];
        // Every other look-up leads inside; half of the names begin so.
        const flip = /^flip(\d+)\.example\.net$/.exec(name);
        if (flip) return (Number(flip[1]) + count) % 2 === 0 ? ['93.184.215.14'] : ['10.0.0.7', '::1'].slice(count % 2, 2);
        const row = table.get(name);
        if (!row) return null;
        return count > 0 && row.resolves_then ? row.resolves_then : row.resolves_to;
    }

    function answer(request, response) {
        const row = rows.find((each) => each.redirect && each.host === request.host && each.target === request.url);
        if (row) response.writeHead(row.redirect.status, { location: row.redirect.location });
        response.end('ok');
    }

    /** Whatever a parser might take for a port, and what schemes stand for. */
    function ports() {
        const all = new Set([21, 22, 23, 25, 53, 70, 80, 110, 143, 443, 445, 2375, 3128, 6379, 8000, 8080, 8443, 9200, 11211]);
        for (const row of rows) for (const [number] of row.url.matchAll(/\d{1,5}/g)) all.add(Number(number) % 65_536);
        all.delete(0);
        all.delete(relay.port);
        all.delete(Number(names.server.split(':')[1]));
        return [...all];
    }

    const requestsOf = (row) => listener.requests.filter(({ host, url }) => host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '') === row.host && url === row.target);
    const forbidden = () => [...new Set(listener.reached.map(({ address }) => address))].filter(isForbidden);
    const sequence = new Map();
    const callback = (device) => {
        sequence.set(device, (sequence.get(device) ?? 0) + 1);
        return relay.callback({ device, time: 1_700_000_000, data: '00', seqNumber: sequence.get(device) });
    };

    before(async () => {
        spawnSync('ip', ['address', 'add', `${kOurAddress}/32`, 'dev', 'lo']);
        names = await new Names(answers).listen();
        const hosts = new Set(rows.map(({ host }) => host));
        const certificate = certificateFor([...hosts].filter((host) => /^[\w.:-]{1,253}$/.test(host)), directory);
        process.env.http_proxy = process.env.https_proxy = process.env.ALL_PROXY = 'http://127.0.0.1:3128';
        relay = await new Relay(process.env.MYSIGFOX, {
            allowedTargets: [],
            listen: '0.0.0.0',
            // Each message for itself: none waits until the one before it was tried again.
            extra: `order_window = "0s"\ndns_servers = ["${names.server}"]\nextra_authorities_file = "${certificate.file}"`,
        }).start();
        listener = new EveryAddress(certificate, answer);
        await listener.listen(ports());
    });

    after(async () => {
        listener.close();
        names.close();
        await relay.dispose();
        rmSync(directory, { recursive: true, force: true });
    });

    test('the listener really receives every address', async () => {
        for (const host of ['10.1.2.3', '169.254.169.254', '8.8.8.8', '::1', 'fd00:ec2::254', '2606:4700:4700::1111']) {
            const socket = net.connect(80, host);
            await eventually(() => listener.reached.some((seen) => seen.address === host), `a connection to ${host}`);
            socket.destroy();
        }
        listener.reached.length = 0;
    });

    test('every row is judged at registration as its text deserves', async () => {
        const tokens = relay.addDevices(rows.map((row) => row.device));
        for (const row of rows) {
            const { status, html } = await relay.register({ device: row.device, token: tokens.get(row.device), email: 'guard@example.org', webhook: row.url });
            row.isRegistered = status === 200;
            assert.ok(row.isRegistered || status === 400, `${row.id}: ${status} ${html}`);
            if (row.verdict === 'allow') assert.ok(row.isRegistered, `${row.id} is over-blocked: ${row.url} (${row.why})`);
            // What DNS or the receiver decides is innocent as a text; so is a name that only resolves inside.
            const isJudgedLater = row.cls.startsWith('dns-') || row.cls === 'redirect' || (row.cls === 'internal-name' && row.host.includes('.'));
            // The form cuts off the blanks around what people paste; what is left is judged, and kept.
            const isCleaned = row.url.trim() !== row.url && row.url.trim() !== '';
            if (row.verdict === 'deny' && !isJudgedLater && !isCleaned) assert.ok(!row.isRegistered, `${row.id} is let in: ${row.url} (${row.why})`);
        }
    });

    test('no address that is denied is reached, and every honest one is', async () => {
        const registered = rows.filter((row) => row.isRegistered);
        const waiting = ['device_id,email,webhook_url', ...flips.map((flip) => `${flip.device},flip@example.org,${flip.url}`)].join('\n');
        assert.equal(relay.cli(['device', 'import', '-', '--tokens-to', join(directory, 'flips.csv')], waiting).status, 0);
        for (const { device } of [...rows, ...flips]) await callback(device);

        const honest = registered.filter((row) => row.verdict === 'allow');
        for (const row of honest) await eventually(() => requestsOf(row).length > 0, `${row.id} to be reached: ${row.url}`);
        const named = [...registered, ...flips].filter(({ host }) => !net.isIP(host));
        for (const { host } of named) await eventually(() => names.lookUps(host) > 0, `${host} to be looked up`);

        // Beyond the life of an answer in the cache, and beyond the first retry: the later answers count now.
        await new Promise((resolve) => setTimeout(resolve, 6_500));
        for (const { device } of [...registered, ...flips]) await callback(device);
        const changing = [...registered.filter((row) => row.resolves_then), ...flips];
        for (const { host } of changing) await eventually(() => names.lookUps(host) > 1, `${host} to be looked up again`, 60_000);
        await new Promise((resolve) => setTimeout(resolve, 1_500));

        assert.deepEqual(forbidden(), [], 'forbidden addresses were reached');
        assert.equal(unansweredKnocks(), 0, 'somebody knocked where nobody listens');
        for (const row of honest) {
            const allowed = row.resolves_to ?? [row.host];
            for (const { address } of requestsOf(row)) assert.ok(allowed.includes(address), `${row.id} went to ${address}`);
        }
    });

    test('what resolves to nothing, or to something forbidden among others, is not connected to at all', () => {
        for (const row of rows.filter(({ cls }) => ['dns-mixed', 'dns-empty', 'dns-a', 'dns-aaaa', 'dns-service'].includes(cls))) {
            assert.deepEqual(requestsOf(row), [], `${row.id}: ${row.url}`);
        }
    });

    test('a name that changed its mind was reached only where it first led', () => {
        for (const row of rows.filter(({ cls }) => cls === 'dns-rebind')) {
            const addresses = requestsOf(row).map(({ address }) => address);
            assert.ok(addresses.length > 0, `${row.id} proves nothing: it was never reached`);
            for (const address of addresses) assert.ok(row.resolves_to.includes(address), `${row.id} went to ${address}`);
        }
        assert.ok(listener.requests.filter(({ url }) => url === '/flip').length >= kFlips / 2);
    });

    test('no redirect is followed', () => {
        for (const row of rows.filter(({ cls }) => cls === 'redirect')) assert.ok(requestsOf(row).length > 0, `${row.id} was never reached`);
        assert.deepEqual(listener.requests.filter(({ url }) => url === '/other'), []);
    });

    test('our own listener is refused, at a global address too', async () => {
        const [[device, token]] = relay.addDevices(['7F0001']);
        const register = (host) => relay.register({ device, token, email: 'own@example.org', webhook: `http://${host}:${relay.port}/` });
        assert.equal((await register(kOurAddress)).status, 400);
        assert.equal((await register('ourselves.example.net')).status, 200);

        await callback(device);

        await eventually(() => /ourselves\.example\.net.*address_refused/.test(relay.log), 'the refusal in the log');
    });

    test('a URL that was registered under other rules is judged anew before it is used', async () => {
        const inside = rows.filter(({ cls, verdict }) => verdict === 'deny' && ['v4-literal', 'v6-literal'].includes(cls));
        const devices = inside.map((_, index) => (0x7e0000 + index).toString(16).toUpperCase());
        const other = await new Relay(process.env.MYSIGFOX, { allowedTargets: ['0.0.0.0/0', '::/0'] }).start();
        try {
            const tokens = other.addDevices(devices);
            let registered = 0;
            for (const [index, { url }] of inside.entries()) {
                const { status } = await other.register({ device: devices[index], token: tokens.get(devices[index]), email: 'before@example.org', webhook: url });
                registered += status === 200 ? 1 : 0;
            }
            assert.ok(registered > 20, `${registered} of ${inside.length} prove little`);
            assert.ok(forbidden().length > 0, 'the test deliveries went there, as these rules allowed');
            listener.reached.length = 0;
            const knocks = unansweredKnocks();

            other.allowedTargets = [];
            other.configure();
            assert.equal(other.cli(['reload']).status, 0);
            for (const device of devices) await other.callback({ device, time: 1_700_000_000, data: '00', seqNumber: 1 });
            await eventually(() => (other.log.match(/url_refused/g) ?? []).length >= registered, 'every refusal in the log');
            assert.deepEqual(forbidden(), []);
            assert.equal(unansweredKnocks(), knocks);
        } finally {
            await other.dispose();
        }
    });

    test('no proxy of the environment was asked', () => {
        assert.deepEqual(listener.reached.filter(({ port }) => port === 3128), []);
    });
}
