// The plain relay: callbacks at a fixed rate, dealt out to healthy webhooks.
//   relay [RATE…]
import { describeMachine } from './lib/machine.mjs';
import { count, most, ms, printTable, repeat, sum, typical } from './lib/figures.mjs';
import { Rig } from './lib/rig.mjs';

const rates = process.argv.slice(2).map(Number);
if (rates.length === 0) rates.push(1_000, 20_000, 40_000);
const seconds = Number(process.env.SECONDS_EACH ?? 4);
const webhooks = Number(process.env.WEBHOOKS ?? 100);

async function once(rate) {
    const rig = await Rig.make({ webhooks: Array(webhooks).fill('ok'), devicesEach: 100 });
    try {
        await rig.start();
        await rig.load({ rate: Math.min(rate, 10_000), seconds: 1 }); // connections are made
        const load = await rig.load({ rate, seconds });
        return { ...load, ...await rig.proof() };
    } finally {
        await rig.dispose();
    }
}

describeMachine();
const rows = [];
for (const rate of rates) {
    const runs = await repeat(3, () => once(rate));
    const middle = (pick) => typical(runs, pick);
    rows.push([
        rate === 0 ? 'as fast as it goes' : count(rate),
        count(middle((run) => run.delivered / run.took)),
        ms(middle((run) => run.ack.p50)), ms(middle((run) => run.ack.p99)),
        ms(middle((run) => run.latency.p50)), ms(middle((run) => run.latency.p99)),
        ms(middle((run) => run.latency.p999)), ms(most(runs, (run) => run.latency.max)),
        ...['relay', 'generator', 'receiver'].map((who) => middle((run) => run.cpu[who]).toFixed(1)),
        middle((run) => run.rss).toFixed(0),
        sum(runs, (run) => run.sent - run.acknowledged),
        sum(runs, (run) => run.lost), sum(runs, (run) => run.twice), sum(runs, (run) => run.outOfOrder),
    ]);
}
console.log('Latencies in ms from when the callback was due, processor time in µs a message.\n');
printTable(['callbacks/s', 'delivered/s', 'ack p50', 'p99', 'end to end p50', 'p99', 'p99.9', 'max', 'CPU relay', 'generator', 'receiver', 'RSS MiB', 'refused', 'lost', 'twice', 'out of order'], rows);
