// A journal of the test's own, where the program looks for systemd's.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from './relay.mjs';

const ear = join(dirname(fileURLToPath(import.meta.url)), 'journal.pl');
const kSetUp = 'mount -t tmpfs none /run && mkdir /run/systemd && ln -s "$0" /run/systemd/journal && JOURNAL_STREAM=$(stat -Lc %d:%i /proc/self/fd/2) exec "$@"';

/** Flags of unshare with which mounts of one's own may be made; null where they may not. */
function privateMounts() {
    return ['-m', '-Urm'].find((flags) => spawnSync('unshare', [flags, 'mount', '-t', 'tmpfs', 'none', '/run']).status === 0) ?? null;
}

/**
 * { entries, program, onMessage, dispose() }: what `program` logs becomes entries, objects of their fields; all of them
 * once it is disposed of.
 * Null where no mounts may be made.
 */
export async function journalFor(program, directory) {
    const flags = privateMounts();
    if (!flags) return null;
    const home = join(directory, 'journal');
    mkdirSync(home);
    const journal = { entries: [], program: join(directory, 'under-a-journal'), onMessage: () => {} };
    writeFileSync(journal.program, `#!/bin/sh\nexec unshare ${flags} sh -c '${kSetUp}' '${home}' '${program}' "$@"\n`, { mode: 0o755 });
    const listener = spawn('perl', [ear, join(home, 'socket')], { stdio: ['pipe', 'pipe', 'inherit'] });
    let rest = '';
    let isOpen = false;
    listener.stdout.setEncoding('latin1').on('data', (text) => {
        isOpen = true;
        const lines = (rest + text).split('\n');
        rest = lines.pop();
        for (const line of lines.filter(Boolean)) {
            const entry = fieldsOf(Buffer.from(line, 'base64'));
            journal.entries.push(entry);
            journal.onMessage(entry.MESSAGE);
        }
    });
    const closed = once(listener, 'close');
    journal.dispose = async () => {
        listener.stdin.end();
        await closed;
    };
    await eventually(() => isOpen, 'the journal to listen');
    return journal;
}

/** Of the journal's own protocol: NAME=VALUE, or NAME, a size of eight bytes, and a value of many lines. */
function fieldsOf(entry) {
    const fields = {};
    for (let at = 0; at < entry.length;) {
        const end = entry.indexOf('\n', at);
        const line = entry.toString('utf8', at, end);
        at = end + 1;
        const sign = line.indexOf('=');
        if (sign >= 0) {
            fields[line.slice(0, sign)] = line.slice(sign + 1);
        } else {
            const size = Number(entry.readBigUInt64LE(at));
            fields[line] = entry.toString('utf8', at + 8, at + 8 + size);
            at += 8 + size + 1;
        }
    }
    return fields;
}
