// How soon callbacks are taken again when this version starts with a messages.db of an earlier one, not in memory.
//   upgrade [MEBIBYTES [VERSION]]    1,000 MiB of the first version, just small enough to be copied before
import { statSync } from 'node:fs';
import { describeMachine, cpuSeconds, sleep } from './lib/machine.mjs';
import { count, printTable } from './lib/figures.mjs';
import { forget, makeMessages } from './lib/messages.mjs';
import { Rig } from './lib/rig.mjs';

const mebibytes = Number(process.argv[2] ?? 1_000);
const version = Number(process.argv[3] ?? 1);
const kAfterwards = 10; // seconds

process.env.MYSIGFOX_RETENTION_MAX_SIZE = '1000GiB';
describeMachine();
const rig = await Rig.make({ webhooks: ['ok'], devicesEach: 10_000 });
try {
    const { file, messages } = makeMessages(rig, version, mebibytes);
    const { size } = statSync(file);
    forget(file);
    const begun = performance.now();
    await rig.start();
    const { status } = await rig.relay.callback({ device: rig.device(0).id, time: Math.floor(Date.now() / 1000), data: 'aa' });
    const took = (performance.now() - begun) / 1000;
    if (status !== 204) throw new Error(`the first callback: ${status}`);
    // What is rewritten by the running daemon would show here.
    const before = cpuSeconds(rig.pid);
    await sleep(kAfterwards);
    const busy = cpuSeconds(rig.pid) - before;
    const copy = /without a copy/.test(rig.relay.log) ? 'none, too large' : 'made';
    printTable(['version', 'MiB', 'messages', 'copy before', 'first 204 after s', `CPU s in the ${kAfterwards} s after`], [[version, count(size / 2 ** 20), count(messages), copy, took.toFixed(2), busy.toFixed(2)]]);
    await rig.relay.stop();
} finally {
    await rig.dispose();
}
