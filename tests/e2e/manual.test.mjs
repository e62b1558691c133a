// The manual pages: every verb is in them, and the formatters have nothing to say.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

const program = process.env.MYSIGFOX;
const kPages = ['mysigfox', 'mysigfox.toml'];

function run(command, args, input = '') {
    return spawnSync(command, args, { input, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8', MANWIDTH: '120' } });
}

function page(name) {
    const printed = run(program, ['manual', name]);
    assert.equal(printed.status, 0, printed.stderr);
    return printed.stdout;
}

const hasMandoc = !run('mandoc', []).error;
const hasMan = !run('man', ['--version']).error && !run('groff', ['--version']).error;
if (!hasMandoc) console.log('SKIPPED, NOTHING IS PROVED: mandoc is not installed');

/** The first words of the groups and verbs that this help lists. */
function verbsBelow(path) {
    const help = run(program, [...path, '--help']).stdout;
    const list = /\nSubcommands:\n((?: {2}.*\n)+)/.exec(help)?.[1] ?? '';
    return [...list.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name]) => [...path, name]);
}

test('every verb that the help knows is in the manual', () => {
    const text = page('mysigfox').replaceAll('\\-', '-');
    const verbs = verbsBelow([]).flatMap((path) => [path, ...verbsBelow(path)]);

    assert.ok(verbs.length > 30);
    for (const path of verbs) {
        if (verbsBelow(path).length === 0) assert.match(text, new RegExp(`^\\.SS "mysigfox ${path.join(' ')}(?: .*)?"$`, 'm'));
    }
});

test('mandoc finds nothing wrong with the pages', { skip: hasMandoc ? false : 'no mandoc' }, () => {
    for (const name of kPages) {
        const { stdout } = run('mandoc', ['-Tlint', '-Wwarning'], page(name));
        // No date: the same program prints the same page.
        const found = stdout.split('\n').filter((line) => line && !line.includes('missing date'));
        assert.deepEqual(found, []);
        const shown = run('mandoc', ['-Tutf8'], page(name));
        assert.equal(shown.status, 0);
    }
});

test('man finds nothing wrong with the pages', { skip: hasMan ? false : 'no man or no groff' }, () => {
    for (const name of kPages) {
        const shown = run('man', ['--warnings', '-E', 'UTF-8', '-l', '-Tutf8', '-Z', '-'], page(name));
        assert.equal(shown.stderr, '');
        assert.equal(shown.status, 0);
    }
});

test('a page that there is not is wrong usage', () => {
    assert.equal(run(program, ['manual', 'mysigfox.conf']).status, 64);
});
