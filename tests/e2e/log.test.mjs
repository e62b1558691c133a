// What the daemon logs, in its three forms: the beginning of a flood line by line, all the rest of it in one.
import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

/**
 * What the journal shows an operator, { level, text } each, the sums last: entries, and the lines of standard error
 * for which its queue had no room (the machine's net.unix.max_dgram_qlen, 10 unless systemd set it).
 */
function shown(relay, journal) {
    const entries = journal.entries.map(({ PRIORITY, MESSAGE }) => ({ level: PRIORITY, text: MESSAGE }));
    const lines = relay.log.split('\n').slice(0, -1).map((line) => {
        const [, level, text] = /^<(\d)>(.*)$/.exec(line) ?? assert.fail(`no line as systemd reads it: ${line}`);
        return { level, text };
    });
    const isSum = ({ text }) => Number(text.includes('repeated'));
    return [...entries, ...lines].sort((one, other) => isSum(one) - isSum(other));
}

/** A relay whose journal is the test's own; null where there may be none. */
async function underJournal(t) {
    const relay = newRelay();
    const journal = await journalFor(program, relay.directory);
    if (!journal) {
        console.log('SKIPPED, NOTHING IS PROVED of the journal: no name space for mounts may be made');
        t.skip('no unshare');
        return null;
    }
    disposals.push(journal.dispose);
    relay.program = journal.program;
    return { relay, journal };
}

test('in the journal', async (t) => {
    const { relay, journal } = (await underJournal(t)) ?? {};
    if (!relay) return;
    await relay.start({ journal });
    await flood(relay, () => shown(relay, journal).some(({ text }) => text.includes('callback refused')));
    await journal.dispose();

    expectSummedUp(shown(relay, journal), '4');
});

test('whatever keeps it from starting is an error in the journal, of which the unit is known', async (t) => {
    const { relay, journal } = (await underJournal(t)) ?? {};
    if (!relay) return;
    // Not in the journal's own protocol: see log_last_words().
    const refusal = (verb, status) => {
        const ended = relay.cli([verb]);
        assert.equal(ended.status, status, ended.stderr);
        return ended.stderr;
    };
    await relay.start({ journal });
    assert.match(refusal('serve', 75), /^<3>cannot start: .*lock.*\n$/);
    await relay.stop();

    relay.configure({ extra: 'nonsense = 1\nrubbish = 2' });
    for (const verb of ['serve', 'check']) {
        assert.match(refusal(verb, 78), /^<3>\S+mysigfox\.toml:\d+:\d+: .*nonsense.*\n<3>\S+mysigfox\.toml:\d+:\d+: .*rubbish.*\n$/);
    }

    relay.configure();
    writeFileSync(join(relay.directory, 'state', 'registry.db'), 'no database at all');
    assert.match(refusal('serve', 74), /^<3>cannot start: .*registry\.db.*\n$/);
});
