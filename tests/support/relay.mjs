// The built program as tests and the demo meet it: start, register, send, receive, stop.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const kSecret = 'the-secret-of-the-callback';

/** A relay in a directory of its own, on a free port. */
export class Relay {
    constructor(program, { extra = '', publicUrl = 'http://127.0.0.1:8080', port = 0, allowedTargets = ['127.0.0.0/8'], listen = '127.0.0.1', admin = '' } = {}) {
        this.program = program;
        this.directory = mkdtempSync(join(tmpdir(), 'mysigfox-'));
        this.config = join(this.directory, 'mysigfox.toml');
        this.log = '';
        this.extra = extra;
        this.publicUrl = publicUrl;
        this.allowedTargets = allowedTargets;
        this.listen = listen;
        this.admin = admin;
        this.configure({ port });
    }

    configure({ port = 0, extra = this.extra, secret = kSecret } = {}) {
        writeFileSync(this.config, `
state_directory = "${this.directory}/state"
public_url = "${this.publicUrl}"
shutdown_grace = "3s"
threads = 2
[listen]
http = ["${this.listen}:${port}"]
admin = "${this.admin}"
[[sigfox.account]]
name = "main"
secrets = ["${secret}"]
[delivery]
allowed_targets = ${JSON.stringify(this.allowedTargets)}
${extra}
[log]
level = "debug"
`);
    }

    /** Starts the daemon and waits until it listens, which it may say to a journal (journal.mjs). */
    async start({ journal } = {}) {
        this.process = spawn(this.program, ['--config', this.config, 'serve'], { stdio: ['ignore', 'ignore', 'pipe'] });
        this.exited = once(this.process, 'close').then(([code, signal]) => ({ code, signal }));
        const listening = new Promise((resolve, reject) => {
            let seen = '';
            const hear = (text) => {
                seen += text;
                const match = /listening on \S+:(\d+)/.exec(seen);
                if (match) resolve(Number(match[1]));
            };
            this.process.stderr.setEncoding('utf8');
            this.process.stderr.on('data', (text) => {
                this.log += text;
                hear(text);
            });
            if (journal) journal.onMessage = hear;
            this.exited.then(({ code }) => reject(new Error(`the relay ended with ${code}:\n${this.log}`)));
        });
        this.port = await listening;
        this.url = `http://127.0.0.1:${this.port}`;
        return this;
    }

    /** Ends it in the given way; resolves to { code, signal }. */
    async stop(signal = 'SIGTERM') {
        this.process.kill(signal);
        return this.exited;
    }

    /** Stops it if it runs and removes its directory. */
    async dispose() {
        if (this.process && this.process.exitCode === null && this.process.signalCode === null) await this.stop('SIGKILL');
        rmSync(this.directory, { recursive: true, force: true });
    }

    /** Runs a verb of the command line; { status, stdout, stderr }. */
    cli(args, input = '') {
        return spawnSync(this.program, ['--config', this.config, ...args], { input, encoding: 'utf8', maxBuffer: 1 << 28 });
    }

    /** Puts devices (as the relay spells them: four digits at least) into the registry; a Map of their tokens. */
    addDevices(ids) {
        const file = join(this.directory, `tokens-${Math.random()}.csv`);
        const done = this.cli(['device', 'import', '-', '--tokens-to', file], ['device_id', ...ids].join('\n') + '\n');
        if (done.status !== 0) throw new Error(`device import: ${done.status}: ${done.stderr}`);
        const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1).map((line) => line.split(','));
        return new Map(rows);
    }

    /** Sends the form, as a browser without JavaScript does; { status, html }. */
    async register({ device, token, email, webhook, language = 'en' }) {
        const answer = await fetch(`${this.url}/${language}/form`, {
            method: 'POST',
            body: new URLSearchParams({ device, token, email, webhook_url: webhook }),
        });
        return { status: answer.status, html: await answer.text() };
    }

    /** Makes an inbox by its button; { write, read } are full URLs on `publicUrl`'s paths. */
    async newInbox() {
        const answer = await fetch(`${this.url}/inbox`, { method: 'POST', redirect: 'manual' });
        if (answer.status !== 303) throw new Error(`new inbox: ${answer.status}`);
        const read = new URL(answer.headers.get('location'), this.url).pathname;
        const page = await (await fetch(this.url + read)).text();
        const write = new RegExp(`${this.publicUrl}(/inbox/[0-9a-z]+)`, 'g');
        const names = [...page.matchAll(write)].map((match) => match[1]).filter((path) => path !== read);
        return { write: this.publicUrl + names[0], read };
    }

    async readInbox(read) {
        const answer = await fetch(this.url + read, { headers: { accept: 'application/json' } });
        const inbox = await answer.json();
        const isTest = (request) => request.fields['webhook-test'] === 'true';
        return { ...inbox, requests: inbox.requests.filter((request) => !isTest(request)), tests: inbox.requests.filter(isTest) };
    }

    /** Plays Sigfox. */
    callback(fields, { secret = kSecret, headers = {} } = {}) {
        return this.send('POST', '/sigfox/uplink', JSON.stringify(fields), { 'content-type': 'application/json', authorization: `Bearer ${secret}`, ...headers });
    }

    async send(method, path, body, headers = {}) {
        const answer = await fetch(this.url + path, { method, body: body === '' ? undefined : body, headers });
        return { status: answer.status, text: await answer.text(), headers: answer.headers };
    }
}

/** A customer's server: keeps every request; `answer` decides what it says. */
export class Receiver {
    constructor(answer = (request, response) => response.writeHead(204).end()) {
        this.requests = [];
        this.tests = []; // test deliveries: no messages, so counted apart
        this.waiting = [];
        this.server = http.createServer((request, response) => {
            const chunks = [];
            request.on('data', (chunk) => chunks.push(chunk));
            request.on('end', () => {
                const taken = { method: request.method, url: request.url, headers: request.headers, rawHeaders: request.rawHeaders, body: Buffer.concat(chunks).toString('latin1'), at: Date.now() };
                const list = taken.headers['webhook-test'] === 'true' ? this.tests : this.requests;
                list.push(taken);
                answer(taken, response);
                this.waiting = this.waiting.filter((check) => !check());
            });
        });
    }

    async listen(port = 0, address = '127.0.0.1') {
        this.server.listen(port, address);
        await once(this.server, 'listening');
        this.port = this.server.address().port;
        this.url = `http://127.0.0.1:${this.port}`;
        return this;
    }

    /** Resolves once `count` requests have come, or fails after `limit` ms. */
    wait(count, limit = 60_000) {
        if (this.requests.length >= count) return Promise.resolve(this.requests);
        return new Promise((resolve, reject) => {
            const timer = setTimeout(() => reject(new Error(`${this.requests.length} of ${count} requests came within ${limit} ms`)), limit);
            this.waiting.push(() => {
                if (this.requests.length < count) return false;
                clearTimeout(timer);
                resolve(this.requests);
                return true;
            });
        });
    }

    async close() {
        this.server.close();
        this.server.closeAllConnections?.();
    }
}

/** Polls until `claim` holds. */
export async function eventually(claim, what, limit = 60_000) {
    const end = Date.now() + limit;
    for (;;) {
        const value = await claim();
        if (value) return value;
        if (Date.now() > end) throw new Error(`not within ${limit} ms: ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}
