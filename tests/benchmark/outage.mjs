// 10,000 messages behind a receiver that answers 503 for a while: probes, attempts spent, losses.
//   outage [SECONDS]      how long it is down; 40 unless told, 3600 for the real thing
import { describeMachine, sleep } from './lib/machine.mjs';
import { printTable, repeat } from './lib/figures.mjs';
import { Rig } from './lib/rig.mjs';

const seconds = Number(process.argv[2] ?? 40);
const kMessages = 10_000;
const kRate = 1_000;
const kLongestStep = 1_860; // between two probes, and some

async function once() {
    const rig = await Rig.make({ webhooks: ['ok'], devicesEach: 500 });
    try {
        await rig.start();
        await rig.receiver.tell('down');
        const begun = performance.now();
        const elapsed = () => (performance.now() - begun) / 1000;
        const load = await rig.load({ rate: kRate, seconds: kMessages / kRate, patience: 0 });
        while (elapsed() < seconds) await sleep(0.1);
        const { requests } = await rig.receiver.tell('up');
        const first = await untilTaken(rig, 1, elapsed);
        const last = await untilTaken(rig, load.acknowledged, elapsed);
        const proof = await rig.proof();
        await rig.relay.stop();
        const ledger = await rig.ledger();
        return { ...load, ...proof, probes: requests.fail, first, last, burned: ledger.attempts - ledger.delivered };
    } finally {
        await rig.dispose();
    }
}

/** Seconds until so many were taken. */
async function untilTaken(rig, wanted, elapsed) {
    const limit = elapsed() + Math.max(120, Math.min(seconds, kLongestStep));
    while (await rig.receiver.taken() < wanted && elapsed() < limit) await sleep(0.05);
    return elapsed();
}

describeMachine();
const runs = await repeat(1, once);
console.log(`The receiver was down for ${seconds} s; seconds count from its end.\n`);
printTable(
    ['acknowledged', 'refused', 'requests while down', 'attempts spent', 'first delivery after s', 'last', 'lost', 'twice', 'out of order'],
    runs.map((run) => [run.acknowledged, run.sent - run.acknowledged, run.probes, run.burned, (run.first - seconds).toFixed(1), (run.last - seconds).toFixed(1), run.lost, run.twice, run.outOfOrder]),
);
