// What the pages of one customer with many devices weigh and take, and what he does to all of them at once.
//   fleet [DEVICES]
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Receiver, Relay, eventually } from '../support/relay.mjs';
import { count, ms, printTable } from './lib/figures.mjs';
import { describeMachine, program } from './lib/machine.mjs';

const devices = Number(process.argv[2] ?? 3_000);
const kFirst = 0x10000000;
const kMail = 'fleet@example.org';
const rows = [];

async function timed(what, deed) {
    const begun = performance.now();
    const { size, ...rest } = await deed();
    rows.push([what, ms(performance.now() - begun), size ? count(size) : '']);
    return rest;
}

/** The customer in a browser, in the end. */
class Customer {
    constructor(relay) { this.relay = relay; }

    #send(path, fields) {
        const headers = this.cookie ? { cookie: this.cookie } : {};
        return fetch(this.relay.url + path, { headers, redirect: 'manual', ...fields && { method: 'POST', body: new URLSearchParams(fields) } });
    }

    async signIn() {
        await this.#send('/en/device/mail', { email: kMail });
        const letters = join(this.relay.directory, 'letters');
        const link = await eventually(() => existsSync(letters) && /code=3D([0-9a-f]{64})/.exec(readFileSync(letters, 'utf8').replace(/=\r?\n/g, '')), 'the letter with the link');
        const answer = await this.#send('/en/device/link', { code: link[1] });
        this.cookie = answer.headers.get('set-cookie').split(';')[0];
    }

    async open(path) {
        const html = await (await this.#send(path)).text();
        this.csrf = /name="csrf" value="([0-9a-f]+)"/.exec(html)[1];
        return { html, size: html.length };
    }

    async forAll(action, fields = {}) {
        const { status } = await this.#send('/en/device/all', { csrf: this.csrf, action, ...fields });
        if (status !== 303 && status !== 200) throw new Error(`${action}: ${status}`);
        return {};
    }
}

describeMachine();
const receiver = await new Receiver().listen();
const relay = new Relay(program);
try {
    relay.extra = `[mail]\nsendmail_command = ["/bin/sh", "-c", "cat >> ${join(relay.directory, 'letters')}"]\nfrom = "relay@example.com"\n`;
    relay.configure();
    await relay.start();
    const list = Array.from({ length: devices }, (_, i) => `${(kFirst + i).toString(16)},${kMail},${receiver.url}/hook/${i}`);
    await timed(`import of ${count(devices)}, each with a webhook of its own`, () => {
        const done = relay.cli(['device', 'import', '-', '--tokens-to', join(relay.directory, 'tokens.csv')], `device_id,email,webhook_url\n${list.join('\n')}\n`);
        if (done.status !== 0) throw new Error(done.stderr);
        return {};
    });
    const customer = new Customer(relay);
    await customer.signIn();
    const middle = (kFirst + devices / 2).toString(16).toUpperCase();
    await timed('the list, first page', () => customer.open('/en/device'));
    await timed('a page in the middle', () => customer.open(`/en/device?after=${middle}`));
    await timed('a search', () => customer.open(`/en/device?find=${middle.slice(-4)}`));
    await timed('pause all', () => customer.forAll('pause'));
    await timed('resume all', () => customer.forAll('resume'));
    await timed('send all failed again (none)', () => customer.forAll('resend-failed'));
    await timed('change the URL of all', () => customer.forAll('url', { webhook_url: `${receiver.url}/new` }));
    await timed('delete all', () => customer.forAll('leave', { sure: '1' }));
    printTable([`a customer with ${count(devices)} devices`, 'ms', 'bytes'], rows);
} finally {
    await relay.dispose();
    await receiver.close();
}
