// Healthy webhooks without and with bad ones beside them: what the bad ones cost the others.
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { most, ms, printTable, repeat, sum, typical } from './figures.mjs';
import { describeMachine } from './machine.mjs';
import { Rig } from './rig.mjs';

const kBombBytes = 256 << 20;

/** `rate` is of each webhook; `seconds` and `longer` how long it is measured without and with. */
export async function beside({ healthy, bad, devicesEach, rate, seconds, longer = seconds, runs }) {
    describeMachine();
    const directory = mkdtempSync(join(tmpdir(), 'mysigfox-bomb-'));
    const bomb = join(directory, 'bomb.gz');
    if (bad.includes('bomb')) writeFileSync(bomb, gzipSync(Buffer.alloc(kBombBytes)));

    /** With both the same callbacks come: what is bad in the one takes them at once in the other. */
    async function once(others, duration) {
        const webhooks = [...Array(healthy).fill('ok'), ...others];
        const rig = await Rig.make({ webhooks, devicesEach, bomb: others.includes('bomb') ? bomb : undefined });
        try {
            await rig.start();
            rig.callers = healthy; // the first device of each: connections are made
            await rig.load({ rate: healthy * rate, seconds: 1 });
            rig.callers = rig.devices;
            const load = await rig.load({ rate: webhooks.length * rate, seconds: duration });
            return { ...load, ...await rig.proof() };
        } finally {
            await rig.dispose();
        }
    }

    try {
        const pairs = await repeat(runs, async () => ({ without: await once(bad.map(() => 'aside'), seconds), with: await once(bad, longer) }));
        report(pairs);
        return pairs;
    } finally {
        rmSync(directory, { recursive: true });
    }
}

function report(pairs) {
    const rows = ['without', 'with'].map((which) => {
        const runs = pairs.map((pair) => pair[which]);
        const middle = (pick) => typical(runs, pick);
        return [
            `${which} the bad ones`,
            ...['p50', 'p99', 'p999'].map((part) => ms(middle((run) => run.latency[part]))), ms(most(runs, (run) => run.latency.max)),
            ms(middle((run) => run.ack.p99)), middle((run) => run.cpu.relay).toFixed(1),
            most(runs, (run) => run.rss).toFixed(0), most(runs, (run) => run.fds), sum(runs, (run) => run.delivered),
            sum(runs, (run) => run.sent - run.acknowledged), sum(runs, (run) => run.lost), sum(runs, (run) => run.twice), sum(runs, (run) => run.outOfOrder),
        ];
    });
    console.log('The healthy webhooks: from when a callback was due to its delivery, in ms.\n');
    printTable(['', 'p50', 'p99', 'p99.9', 'max', 'ack p99', 'CPU µs a message', 'RSS MiB', 'descriptors', 'delivered', 'refused', 'lost', 'twice', 'out of order'], rows);
    const ratio = typical(pairs, (pair) => pair.with.latency.p99 / pair.without.latency.p99);
    const grown = typical(pairs, (pair) => pair.with.latency.p99 - pair.without.latency.p99);
    console.log(`p99 with the bad ones: ${ratio.toFixed(2)} times, ${grown.toFixed(2)} ms more (median of ${pairs.length} runs)`);
}
