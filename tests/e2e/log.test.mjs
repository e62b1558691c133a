// What the daemon logs, in its three forms: the beginning of a flood line by line, all the rest of it in one.
import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { journalFor } from '../support/journal.mjs';
import { Relay, eventually } from '../support/relay.mjs';

const program = process.env.MYSIGFOX;
const disposals = [];
after(async () => {
    for (const dispose of disposals.reverse()) await dispose();
});

function newRelay() {
    const relay = new Relay(program);
    disposals.push(() => relay.dispose());
    return relay;
}

const kCount = 75;
const kWritten = 20; // of each kind in a minute

/** Knocks with a wrong secret, waits until one of them is in the log, and ends the daemon. */
async function flood(relay, isToldOf) {
    const answers = await Promise.all(Array.from({ length: kCount }, (_, i) => relay.callback({ device: '0061', time: 1700000000 + i, data: 'aa' }, { secret: 'a-wrong-secret' })));
    assert.ok(answers.every(({ status }) => status === 401));
    await eventually(isToldOf, 'a refusal in the log');
    assert.equal((await relay.stop()).code, 0);
}

/** lines: { level, text } in their order. */
function expectSummedUp(lines, warning) {
    const refused = lines.filter(({ text }) => text.startsWith('callback refused (unauthorized): '));
    assert.ok(refused.every(({ level }) => level === warning), JSON.stringify(refused));
    const counts = refused.map(({ text }) => Number(/ … repeated (\d+) times? in the last \d+ s$/.exec(text)?.[1] ?? 1));
    assert.deepEqual(counts.slice(0, kWritten), Array(kWritten).fill(1), 'the first are written as they are');
    assert.equal(counts.reduce((all, count) => all + count, 0), kCount, 'none is lost');
    assert.ok(counts.length < kCount, JSON.stringify(counts));
}

test('as text', async () => {
    const relay = await newRelay().start();
    await flood(relay, () => relay.log.includes('callback refused'));

    const lines = relay.log.split('\n').map((line) => /^\S+ (\w+) +(.*)$/.exec(line)).filter(Boolean);
    expectSummedUp(lines.map(([, level, text]) => ({ level, text })), 'warning');
});

test('as JSON', async () => {
    const relay = newRelay();
    appendFileSync(relay.config, 'format = "json"\n');
    await relay.start();
    await flood(relay, () => relay.log.includes('callback refused'));

    const lines = relay.log.trimEnd().split('\n').map((line) => JSON.parse(line));
    expectSummedUp(lines.map(({ level, message }) => ({ level, text: message })), 'warning');
});

const kNoJournal = 'SKIPPED, NOTHING IS PROVED of the journal: no name space for mounts may be made';

test('in the journal', async (t) => {
    const relay = newRelay();
    const journal = await journalFor(program, relay.directory);
    if (!journal) {
        console.log(kNoJournal);
        return t.skip('no unshare');
    }
    disposals.push(journal.dispose);
    const heard = (piece) => journal.entries.find(({ MESSAGE }) => MESSAGE.includes(piece));
    relay.program = journal.program;
    await relay.start({ journal });
    await flood(relay, () => heard('callback refused'));
    await eventually(() => heard('repeated'), 'the sum');

    assert.equal(relay.log, '', 'nothing goes to the standard error besides');
    expectSummedUp(journal.entries.map(({ PRIORITY, MESSAGE }) => ({ level: PRIORITY, text: MESSAGE })), '4');
});
