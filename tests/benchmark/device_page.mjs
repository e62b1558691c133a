// How long the page of a device with 4,000 messages takes among MESSAGES of all, the file not in memory and then in it.
//   device_page [MESSAGES]
import { join } from 'node:path';
import { describeMachine } from './lib/machine.mjs';
import { count, ms, printTable } from './lib/figures.mjs';
import { forget } from './lib/messages.mjs';
import { Rig } from './lib/rig.mjs';

const messages = Number(process.argv[2] ?? 10_000_000);
const kEach = 4_000;
const kPages = 15;

async function signIn(rig, n) {
    const { id, token } = rig.device(n);
    const answer = await fetch(`${rig.relay.url}/en/device`, { method: 'POST', body: new URLSearchParams({ device: id, token }), redirect: 'manual' });
    return { id, cookie: answer.headers.get('set-cookie').split(';')[0] };
}

async function timed(rig, { id, cookie }) {
    const begun = performance.now();
    const answer = await fetch(`${rig.relay.url}/en/device/show/${id}`, { headers: { cookie } });
    const html = await answer.text();
    const took = performance.now() - begun;
    const isWhole = html.includes(`>${count(kEach).replace(/\D/g, '')}<`);
    if (!isWhole && !html.includes('still being read')) throw new Error(`${id}: the month neither says ${kEach} nor that more comes`);
    return took;
}

const sorted = (times) => [...times].sort((a, b) => a - b);
const row = (name, times) => [name, ms(sorted(times)[Math.floor(times.length / 2)]), ms(sorted(times).at(-1))];

describeMachine();
const rig = await Rig.make({ webhooks: ['ok'], devicesEach: messages / kEach });
try {
    await rig.fill(messages, 0, 'delivered');
    await rig.start();
    const file = join(rig.relay.directory, 'state', 'messages.db');
    const people = [];
    for (let n = 0; n < kPages; ++n) people.push(await signIn(rig, n * 7 + 3));
    const cold = [];
    const warm = [];
    for (const person of people) {
        forget(file);
        cold.push(await timed(rig, person));
        warm.push(await timed(rig, person));
    }
    const next = [];
    for (const person of people.slice(1)) next.push(await timed(rig, person));
    printTable([`${count(messages)} messages, ${count(kEach)} of the device`, 'median ms', 'worst ms'], [
        row('the file not in memory', cold),
        row('the same page again', warm),
        row('pages looked at before, in turn', next),
    ]);
} finally {
    await rig.dispose();
}
