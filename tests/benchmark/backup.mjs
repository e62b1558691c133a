// What a backup costs those who call meanwhile: 500 callbacks a second beside a copy of a large messages.db.
//   backup [MEBIBYTES]    2,048
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describeMachine, program } from './lib/machine.mjs';
import { count, most, ms, printTable, sum, typical } from './lib/figures.mjs';
import { kLatest, makeMessages } from './lib/messages.mjs';
import { Rig } from './lib/rig.mjs';

const mebibytes = Number(process.argv[2] ?? 2_048);
const kRate = 500;
const kSlice = 3; // seconds

/** Slices of load until `isOver`, one at least. */
async function load(rig, isOver) {
    const slices = [];
    do slices.push(await rig.load({ rate: kRate, seconds: kSlice })); while (!isOver());
    return slices;
}

function row(name, slices) {
    return [name, sum(slices, (slice) => slice.acknowledged), sum(slices, (slice) => slice.sent - slice.acknowledged),
        ms(typical(slices, (slice) => slice.ack.p50)), ms(typical(slices, (slice) => slice.ack.p99)), ms(most(slices, (slice) => slice.ack.p99)), ms(most(slices, (slice) => slice.ack.max)),
        ms(typical(slices, (slice) => slice.latency.p50)), ms(typical(slices, (slice) => slice.latency.p99))];
}

process.env.MYSIGFOX_RETENTION_MAX_SIZE = '1000GiB';
describeMachine();
const rig = await Rig.make({ webhooks: Array(16).fill('ok'), devicesEach: 625 });
try {
    const { file, messages } = makeMessages(rig, kLatest, mebibytes);
    const { size } = statSync(file);
    await rig.start();
    await rig.load({ rate: kRate, seconds: 1 }); // connections are made
    let slices = 0;
    const quiet = await load(rig, () => ++slices >= 5);

    const archive = join(rig.relay.directory, 'backup.tar');
    const begun = performance.now();
    let took;
    const backup = spawn(program, ['--config', rig.relay.config, 'backup', archive], { stdio: 'ignore' });
    const ended = once(backup, 'exit').then(([code]) => {
        took = (performance.now() - begun) / 1000;
        if (code !== 0) throw new Error(`the backup ended with ${code}`);
    });
    const beside = await load(rig, () => took !== undefined);
    await ended;

    printTable(['', 'acknowledged', 'refused', 'ack p50', 'p99', 'p99 of the worst slice', 'max', 'end to end p50', 'p99'], [row('without', quiet), row('while the backup runs', beside)]);
    const { lost, twice } = await rig.proof();
    console.log(`${count(messages)} messages in ${count(size / 2 ** 20)} MiB; the backup of ${count(statSync(archive).size / 2 ** 20)} MiB took ${took.toFixed(1)} s, verified; slices of ${kSlice} s, medians of them; lost ${lost}, twice ${twice}`);
} finally {
    await rig.dispose();
}
