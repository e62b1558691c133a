// The configuration reference is what the program does: each key of the page is set, read and refused.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, test } from 'node:test';

const program = process.env.MYSIGFOX;
const page = join(dirname(fileURLToPath(import.meta.url)), '../../docs/operators/configuration.md');
const directory = mkdtempSync(join(tmpdir(), 'mysigfox-reference-'));
after(() => rmSync(directory, { recursive: true, force: true }));

function mysigfox(args, environment = {}) {
    return spawnSync(program, args, { encoding: 'utf8', env: { PATH: process.env.PATH, ...environment } });
}

/** The rows of the page: { section, key, variable, fallback, takes, isApplied }. */
function readPage() {
    const rows = [];
    let section;
    for (const line of readFileSync(page, 'utf8').split('\n')) {
        const heading = /^## (?:`\[(.*)\]`)?/.exec(line);
        const row = /^\| `(\w+)`(?:<br>`(\w+)`)? \| `(.*?)` \| (.*?) \| .* \| (applied|restart) \|$/.exec(line);
        if (heading) section = heading[1] ?? '';
        if (row) rows.push({ section, name: row[1], variable: row[2], fallback: row[3], takes: row[4], isApplied: row[5] === 'applied' });
    }
    return rows;
}

/** What a file with these values says, sections in their order. */
function toFile(rows, value) {
    let text = '';
    let section = '';
    for (const row of rows) {
        if (row.section !== section) text += `[${row.section}]\n`;
        section = row.section;
        text += `${row.name} = ${value(row)}\n`;
    }
    const file = join(directory, 'mysigfox.toml');
    writeFileSync(file, text);
    return file;
}

const isAccount = (row) => row.section === '[sigfox.account]';
const keyOf = (row) => (isAccount(row) ? `sigfox.account[0].${row.name}` : [row.section, row.name].filter(Boolean).join('.'));

test('the page is what the program prints', () => {
    const printed = mysigfox(['config', 'reference']);
    assert.equal(printed.status, 0, printed.stderr);
    if (process.env.UPDATE_DOCS) writeFileSync(page, printed.stdout);

    assert.equal(readFileSync(page, 'utf8'), printed.stdout, 'UPDATE_DOCS=1 ctest -R e2e/reference writes the page anew');
});

test('the page has every key that is in force, and no other', () => {
    const shown = JSON.parse(mysigfox(['config', 'show', '--json']).stdout);

    assert.ok(shown.length > 40);
    assert.deepEqual(readPage().map(keyOf).sort(), shown.map((one) => one.key).sort());
});

test('each variable sets its key', () => {
    const rows = readPage().filter((row) => row.variable);
    const environment = Object.fromEntries(rows.map((row) => [row.variable, row.fallback]));

    const shown = mysigfox(['config', 'show', '--json'], environment);

    assert.equal(shown.status, 0, shown.stderr);
    const byKey = new Map(JSON.parse(shown.stdout).map((one) => [one.key, one]));
    for (const row of rows) {
        const one = byKey.get(keyOf(row));
        assert.equal(one.origin, row.variable);
        assert.deepEqual(one.value, JSON.parse(row.fallback), row.variable);
    }
    assert.deepEqual(readPage().filter((row) => !row.variable && !isAccount(row)), []);
});

test('each key stands in a file as the page writes it, and a reload does what the page says', () => {
    const file = toFile(readPage(), (row) => row.fallback);

    const shown = mysigfox(['--config', file, 'config', 'show', '--json']);

    assert.equal(shown.status, 0, shown.stderr);
    const byKey = new Map(JSON.parse(shown.stdout).map((one) => [one.key, one]));
    for (const row of readPage()) {
        const one = byKey.get(keyOf(row));
        assert.ok(one.origin.startsWith(`${file}:`), `${keyOf(row)} comes from ${one.origin}`);
        assert.deepEqual(one.value, JSON.parse(row.fallback), keyOf(row));
        assert.equal(one.is_applied_on_reload, row.isApplied, keyOf(row));
    }
});

test('each key refuses what it does not take, with its place and in the words of the page', () => {
    const rows = readPage();
    const file = toFile(rows, () => '1979-05-27');
    const lines = readFileSync(file, 'utf8').split('\n');

    const judged = mysigfox(['--config', file, 'check']);

    assert.equal(judged.status, 78);
    for (const row of rows) {
        const section = lines.indexOf(`[${row.section}]`);
        const line = lines.indexOf(`${row.name} = 1979-05-27`, section + 1) + 1;
        const found = row.name === 'secrets' ? 'something else' : 'a date or time';
        const expected = `${file}:${line}:${row.name.length + 4}: ${keyOf(row)}: found ${found}, expected ${row.takes}`;
        assert.ok(judged.stderr.split('\n').includes(expected), `${expected}\nis not in\n${judged.stderr}`);
    }
});

test('a key with a letter wrong is not taken for another', () => {
    for (const row of readPage().filter((one) => one.section && !isAccount(one))) {
        const file = toFile([{ ...row, name: `${row.name}x` }], () => '1');
        const judged = mysigfox(['--config', file, 'config', 'show']);
        assert.equal(judged.status, 78, keyOf(row));
        assert.ok(judged.stderr.includes(`did you mean ${keyOf(row)}?`), judged.stderr);
    }
});
