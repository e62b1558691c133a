// The completions, run by the shells themselves.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const program = process.env.MYSIGFOX;
const directory = mkdtempSync(join(tmpdir(), 'mysigfox-completion-'));
after(() => rmSync(directory, { recursive: true, force: true }));
const home = join(directory, 'home');
mkdirSync(home);
writeFileSync(join(home, 'my devices.csv'), '');

function run(command, args, options = {}) {
    return spawnSync(command, args, { encoding: 'utf8', cwd: home, env: { PATH: process.env.PATH, HOME: home }, ...options });
}

const has = (shell) => !run(shell, ['-c', 'true']).error;
for (const shell of ['zsh', 'fish'].filter((one) => !has(one))) console.log(`SKIPPED, NOTHING IS PROVED: ${shell} is not installed`);

/** The completion of a shell in a file of its own. */
function script(shell) {
    const printed = run(program, ['completion', shell]);
    assert.equal(printed.status, 0, printed.stderr);
    const file = join(directory, `mysigfox.${shell}`);
    writeFileSync(file, printed.stdout);
    return file;
}

const quoted = (words) => words.map((word) => `'${word}'`).join(' ');

/** Each asks what may stand in place of the last word; a list of words. */
const ask = {
    bash(words) {
        const text = `source ${script('bash')}; COMP_WORDS=(${quoted(words)}); COMP_CWORD=${words.length - 1}; _mysigfox; printf '%s\\n' "\${COMPREPLY[@]}"`;
        const done = run('bash', ['--norc', '-u', '-c', text]);
        assert.equal(done.stderr, '');
        return done.stdout.split('\n').map((word) => word.trim()).filter(Boolean);
    },
    zsh(words) {
        // What zsh's own functions would take up is printed instead, unless it does not begin as the word does.
        const stubs = `compdef() { }; _files() { print -l -- * }; compadd() { shift; print -l -- "$@" }; _describe() { print -l -- "\${(@)\${(@P)2}%%:*}" }`;
        const text = `${stubs}; source ${script('zsh')}; words=(${quoted(words)}); CURRENT=${words.length}; _mysigfox`;
        const done = run('zsh', ['-f', '-c', text]);
        assert.equal(done.stderr, '');
        return done.stdout.split('\n').filter((word) => word && word.startsWith(words.at(-1)));
    },
    fish(words) {
        const line = words.join(' ');
        const done = run('fish', ['--no-config', '-c', `source ${script('fish')}; complete -C '${line}'`]);
        assert.equal(done.stderr, '');
        return done.stdout.split('\n').map((word) => word.split('\t')[0]).filter(Boolean);
    },
};

const kGroups = ['serve', 'check', 'healthcheck', 'config', 'device', 'message', 'webhook', 'customer', 'backup', 'completion'];

for (const shell of ['bash', 'zsh', 'fish']) {
    const options = { skip: has(shell) ? false : `no ${shell}` };

    test(`${shell}: an empty line offers the verbs`, options, () => {
        const offered = ask[shell](['mysigfox', '']);
        for (const verb of kGroups) assert.ok(offered.includes(verb), `${verb} in ${offered}`);
        assert.ok(!offered.includes('add'));
    });

    test(`${shell}: a group offers its verbs and no others`, options, () => {
        const offered = ask[shell](['mysigfox', 'device', 'new-']);
        assert.deepEqual(offered.sort(), ['new-secret', 'new-token']);
        assert.deepEqual(ask[shell](['mysigfox', 'webhook', 't']), ['test']);
    });

    test(`${shell}: an option and its value are no verb`, options, () => {
        const offered = ask[shell](['mysigfox', '--config', 'device', 'message', '']);
        assert.ok(offered.includes('replay'), String(offered));
        assert.ok(!offered.includes('add'), String(offered));
    });

    test(`${shell}: a verb offers its options and those of the program`, options, () => {
        const offered = ask[shell](['mysigfox', 'device', 'add', '21DF4E', '--']);
        for (const option of ['--token', '--email', '--language', '--json', '--config', '--set', '--help']) {
            assert.ok(offered.includes(option), `${option} in ${offered}`);
        }
        assert.ok(!offered.includes('--dry-run'));
    });

    test(`${shell}: what an option takes is completed by its kind`, options, () => {
        assert.deepEqual(ask[shell](['mysigfox', 'device', 'set', '21DF4E', '--language', '']).sort(), ['cs', 'en']);
        assert.deepEqual(ask[shell](['mysigfox', 'device', 'set', '21DF4E', '--email', '']), []);
        const files = ask[shell](['mysigfox', 'device', 'import', 'my']).map((name) => name.replaceAll('\\', ''));
        assert.deepEqual(files, ['my devices.csv']);
        assert.deepEqual(ask[shell](['mysigfox', '--config', 'my']).map((name) => name.replaceAll('\\', '')), ['my devices.csv']);
    });
}

test('bash asks the function for mysigfox', () => {
    const done = run('bash', ['--norc', '-c', `source ${script('bash')}; complete -p mysigfox`]);
    assert.match(done.stdout, /-F _mysigfox mysigfox/);
});

test('another shell is wrong usage', () => {
    assert.equal(run(program, ['completion', 'tcsh']).status, 64);
});
