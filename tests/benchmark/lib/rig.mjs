// A relay between a generator and a receiver, each a process of its own, and what one load came to.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Relay, kSecret } from '../../support/relay.mjs';
import { HaproxyBetween } from './haproxy_between.mjs';
import { cpuSeconds, program, sleep, tools, watch } from './machine.mjs';
import { profile } from './profile.mjs';
import { Receiver } from './receiver.mjs';

const run = promisify(execFile);
const kFirstDevice = 0x10000000;
/** Of the generator, each with one callback under way. */
const kConnections = Number(process.env.CONNECTIONS ?? 64);
const kStride = 7919; // of callback_generator

/** The relay with the limits of a large installation, and no log line a message. */
class BenchmarkRelay extends Relay {
    configure({ extra = this.extra } = {}) {
        writeFileSync(this.config, `
state_directory = "${this.directory}/state"
public_url = "${this.publicUrl}"
threads = ${process.env.THREADS ?? 0}
listen.admin = ""
listen.max_connections = 10000
listen.max_per_source = 10000
delivery.allowed_targets = ["127.0.0.0/8"]
${extra}
[[sigfox.account]]
name = "main"
secrets = ["${kSecret}"]
`);
    }
}

/** Devices are dealt out to the webhooks in turn. */
export class Rig {
    /**
     * `webhooks`: the manner of each, such as ['ok', 'hang/30', 'refuse'].
     * `tls`: puts HAProxy between, with TLS for { callbacks, webhooks }; all webhooks are "ok" then.
     */
    static async make({ webhooks, devicesEach = 4, bomb, tls }) {
        const rig = new Rig();
        rig.receiver = await new Receiver(bomb).start();
        const { silent, port } = rig.receiver.ports;
        if (tls) rig.between = await HaproxyBetween.start({ ...tls, howMany: webhooks.length, receiver: port });
        const listen = rig.between?.settings ?? 'listen.http = ["127.0.0.1:0"]';
        rig.relay = new BenchmarkRelay(program, { extra: `delivery.dns_servers = ["127.0.0.1:${silent}"]\n${listen}` });
        rig.webhooks = webhooks;
        rig.devices = webhooks.length * devicesEach;
        rig.callers = rig.devices; // how many of them send
        rig.next = 0; // sequence number
        rig.acknowledged = [];
        rig.#importDevices();
        return rig;
    }

    async start() {
        const begun = performance.now();
        await this.relay.start();
        this.startSeconds = (performance.now() - begun) / 1000;
        return this;
    }

    get pid() { return this.relay.process.pid; }

    /** Callbacks for `seconds`, then the wait until what can be delivered is; its figures. */
    async load({ rate, seconds, connections = kConnections, patience = 20 }) {
        const before = await this.receiver.tell('measure');
        const relayCpu = cpuSeconds(this.pid);
        const receiverCpu = cpuSeconds(this.receiver.pid);
        const stopWatching = watch(this.pid);
        const endProfile = profile(this.pid);
        const begun = performance.now();
        const sent = await this.#generate({ rate, seconds, connections });
        const report = await this.#settle(before, sent.healthy, patience);
        const took = (performance.now() - begun) / 1000;
        await endProfile(sent.acknowledged);
        const each = (cpu) => cpu / sent.acknowledged * 1e6;
        return {
            ...sent,
            latency: report.latency,
            delivered: takenOf(report) - takenOf(before),
            report,
            cpu: {
                relay: each(cpuSeconds(this.pid) - relayCpu),
                receiver: each(cpuSeconds(this.receiver.pid) - receiverCpu),
                generator: each(sent.cpu),
            },
            took,
            ...stopWatching(),
        };
    }

    /** Of all that was acknowledged: what a healthy webhook never saw, what it saw again. */
    async proof() {
        const seen = await this.receiver.seen(join(this.relay.directory, 'seen'));
        const { out_of_order } = await this.receiver.tell('report');
        let lost = 0;
        let twice = 0;
        for (const { first, answers } of this.acknowledged) {
            for (let i = 0; i < answers.length; ++i) {
                const times = seen[first + i] ?? 0;
                if (times > 1) ++twice;
                if (times === 0 && answers[i] === 1 && this.#isHealthy(first + i)) ++lost;
            }
        }
        return { lost, twice, outOfOrder: out_of_order };
    }

    /** What is in the books of a relay that was stopped. */
    async ledger() {
        return JSON.parse((await run(join(tools, 'ledger'), [join(this.relay.directory, 'state')])).stdout);
    }

    /** Messages of the devices from `first` on wait in the store of a stopped relay, or were `delivered`. */
    async fill(messages, first, ...delivered) {
        await run(join(tools, 'fill_messages'), [join(this.relay.directory, 'state'), messages, kFirstDevice + first, this.devices - first, ...delivered].map(String));
    }

    /** The n-th device: { id, token }. */
    device(n) {
        const id = (kFirstDevice + n).toString(16).toUpperCase();
        const rows = readFileSync(join(this.relay.directory, 'tokens.csv'), 'utf8').split('\n');
        return { id, token: rows.find((row) => row.startsWith(`${id},`)).split(',')[1] };
    }

    async dispose() {
        await this.relay.dispose();
        await this.between?.stop();
        await this.receiver.stop();
    }

    #importDevices() {
        const rows = ['device_id,email,webhook_url'];
        for (let device = 0; device < this.devices; ++device) {
            const webhook = device % this.webhooks.length;
            const url = this.between?.url(webhook) ?? this.receiver.url(webhook, this.webhooks[webhook]);
            rows.push(`${(kFirstDevice + device).toString(16)},owner${webhook}@example.org,${url}`);
        }
        const done = this.relay.cli(['device', 'import', '-', '--tokens-to', join(this.relay.directory, 'tokens.csv')], rows.join('\n') + '\n');
        if (done.status !== 0) throw new Error(`device import: ${done.status}: ${done.stderr}`);
    }

    #isHealthy(sequence) {
        const manner = this.webhooks[sequence * kStride % this.callers % this.webhooks.length];
        return manner === 'ok' || manner === 'aside';
    }

    async #generate({ rate, seconds, connections }) {
        const file = join(this.relay.directory, `acknowledged-${this.next}`);
        const given = { port: this.between?.callbacks ?? this.relay.port, rate, seconds, connections, devices: this.callers, 'first-device': kFirstDevice, 'first-sequence': this.next, secret: kSecret, acknowledged: file };
        const args = Object.entries(given).flatMap(([name, value]) => [`--${name}`, String(value)]);
        const sent = JSON.parse((await run(join(tools, 'callback_generator'), args)).stdout);
        const answers = readFileSync(file);
        this.acknowledged.push({ first: this.next, answers });
        let healthy = 0;
        for (let i = 0; i < answers.length; ++i) healthy += answers[i] === 1 && this.#isHealthy(this.next + i) ? 1 : 0;
        this.next += sent.sent;
        // What got no answer may have been stored all the same: then nobody knows how much to expect.
        return { ...sent, healthy: sent.unanswered + sent.broken > 0 ? Infinity : healthy };
    }

    /** Until everything expected came, or nothing more does. */
    async #settle(before, expected, patience) {
        let last = -1;
        let since = performance.now();
        for (;;) {
            const report = await this.receiver.tell('report');
            const taken = takenOf(report) - takenOf(before);
            if (taken !== last) since = performance.now();
            if (taken >= expected || performance.now() - since > patience * 1000) return report;
            last = taken;
            await sleep(0.05);
        }
    }
}

const takenOf = ({ requests }) => requests.ok + requests.aside;
