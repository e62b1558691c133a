// A million messages wait for a thousand dead webhooks: memory, start, and what fresh traffic costs.
//   waiting [MESSAGES]
import { describeMachine, holdings, sleep } from './lib/machine.mjs';
import { count, ms, printTable, repeat, sum, typical } from './lib/figures.mjs';
import { Rig } from './lib/rig.mjs';

const messages = Number(process.argv[2] ?? 1_000_000);
const kHealthy = 100;
const kDead = 1_000;

async function fresh(rig) {
    rig.callers = kHealthy;
    const { startSeconds } = rig;
    await sleep(2);
    const { rss } = holdings(rig.pid);
    await rig.load({ rate: 5_000, seconds: 1 });
    const load = await rig.load({ rate: 5_000, seconds: 4 });
    return { ...load, startSeconds, idleRss: rss };
}

async function once() {
    const rig = await Rig.make({ webhooks: [...Array(kHealthy).fill('ok'), ...Array(kDead).fill('refuse')], devicesEach: 1 });
    try {
        const empty = await fresh(await rig.start());
        await rig.relay.stop();
        await rig.fill(messages, kHealthy);
        const full = await fresh(await rig.start());
        const proof = await rig.proof();
        await rig.relay.stop();
        const ledger = await rig.ledger();
        // What was filled in is nowhere but in the store.
        return { empty, full, ...proof, lost: proof.lost + messages - ledger.pending - ledger.parked };
    } finally {
        await rig.dispose();
    }
}

describeMachine();
const runs = await repeat(1, once);
const rows = ['empty', 'full'].map((which) => {
    const middle = (pick) => typical(runs, (run) => pick(run[which]));
    return [
        which === 'empty' ? 'nothing' : `${count(messages)} messages`,
        middle((run) => run.startSeconds).toFixed(2), middle((run) => run.idleRss).toFixed(0), middle((run) => run.rss).toFixed(0),
        middle((run) => run.cpu.relay).toFixed(1), ms(middle((run) => run.ack.p99)), ms(middle((run) => run.latency.p99)),
    ];
});
printTable(['waiting', 'ready after s', 'RSS MiB', 'RSS under load', 'fresh: CPU µs a message', 'ack p99 ms', 'end to end p99 ms'], rows);
const bytes = typical(runs, (run) => (run.full.idleRss - run.empty.idleRss) * 1024 * 1024 / messages);
const cost = typical(runs, (run) => run.full.cpu.relay / run.empty.cpu.relay);
console.log(`${bytes.toFixed(1)} bytes of RAM a waiting message; fresh traffic costs ${cost.toFixed(2)} times as much; lost ${sum(runs, (run) => run.lost)}, twice ${sum(runs, (run) => run.twice)}, out of order ${sum(runs, (run) => run.outOfOrder)}`);
