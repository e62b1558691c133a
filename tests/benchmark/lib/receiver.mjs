// The customers' servers: the program that receives, and what it is told and asked.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { tools } from './machine.mjs';

/** One address of this machine a webhook, so that each is an origin of its own. */
export const addressOf = (webhook) => `127.${1 + (webhook >> 16)}.${(webhook >> 8) & 255}.${webhook & 255}`;

export class Receiver {
    constructor(bomb = '/dev/null') {
        this.process = spawn(join(tools, 'webhook_receiver'), ['--bomb', bomb], { stdio: ['pipe', 'pipe', 'inherit'] });
        this.lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
    }

    async start() {
        this.ports = await this.#answer();
        return this;
    }

    get pid() { return this.process.pid; }

    /** The URL of a webhook that behaves in this manner. */
    url(webhook, manner = 'ok') {
        switch (manner) {
            case 'unresolvable': return `http://webhook-${webhook}.benchmark.mysigfox.org/`;
            case 'reset': return `https://${addressOf(webhook)}:${this.ports.reset}/${webhook}`;
            case 'refuse': return `http://${addressOf(webhook)}:${this.ports.closed}/${webhook}`;
            default: return `http://${addressOf(webhook)}:${this.ports.port}/${manner}/${webhook}`;
        }
    }

    /** Sends a command; resolves to the report that answers it. */
    async tell(command) {
        this.process.stdin.write(`${command}\n`);
        return this.#answer();
    }

    /** Requests that were taken as they should be. */
    async taken() {
        const { requests } = await this.tell('report');
        return requests.ok + requests.aside;
    }

    /** How often each sequence number came. */
    async seen(file) {
        await this.tell(`save ${file}`);
        return readFileSync(file);
    }

    async stop() {
        this.process.stdin.end();
        if (this.process.exitCode === null) await once(this.process, 'exit');
    }

    async #answer() {
        const { value, done } = await this.lines.next();
        if (done) throw new Error('the receiver ended');
        return JSON.parse(value);
    }
}
