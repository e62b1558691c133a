// What TLS costs: of the callbacks, of the webhooks, of both. HAProxy stands between in all four, so that TLS alone differs.
//   tls [RATE]
import { describeMachine } from './lib/machine.mjs';
import { count, ms, printTable, repeat, sum, typical } from './lib/figures.mjs';
import { Rig } from './lib/rig.mjs';

const rate = Number(process.argv[2] ?? 2_000);
const webhooks = 100;
const cases = { neither: {}, callbacks: { callbacks: true }, webhooks: { webhooks: true }, both: { callbacks: true, webhooks: true } };

async function once(tls) {
    const rig = await Rig.make({ webhooks: Array(webhooks).fill('ok'), devicesEach: 100, tls });
    try {
        await rig.start();
        await rig.load({ rate, seconds: 1 }); // connections are made
        const load = await rig.load({ rate, seconds: 4 });
        return { ...load, ...await rig.proof() };
    } finally {
        await rig.dispose();
    }
}

describeMachine();
const rows = [];
for (const [name, tls] of Object.entries(cases)) {
    const runs = await repeat(3, () => once(tls));
    const middle = (pick) => typical(runs, pick);
    rows.push([
        name, count(middle((run) => run.delivered / run.took)),
        ms(middle((run) => run.ack.p50)), ms(middle((run) => run.ack.p99)),
        ms(middle((run) => run.latency.p50)), ms(middle((run) => run.latency.p99)),
        middle((run) => run.cpu.relay).toFixed(1),
        sum(runs, (run) => run.sent - run.acknowledged),
        sum(runs, (run) => run.lost), sum(runs, (run) => run.twice), sum(runs, (run) => run.outOfOrder),
    ]);
}
console.log(`${count(rate)} callbacks a second; latencies in ms from when the callback was due, processor time in µs a message.\n`);
printTable(['by TLS', 'delivered/s', 'ack p50', 'p99', 'end to end p50', 'p99', 'CPU relay', 'refused', 'lost', 'twice', 'out of order'], rows);
