// What the compiler and the linker did to the packaged program, so that mistakes in it are harder to use.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const directory = mkdtempSync(join(tmpdir(), 'mysigfox-hardening-'));
after(() => rmSync(directory, { recursive: true, force: true }));

spawnSync('dpkg-deb', ['--extract', process.env.PACKAGE, directory]);
const program = join(directory, 'usr/bin/mysigfox');

function readelf(...options) {
    const done = spawnSync('readelf', ['--wide', ...options, program], { encoding: 'utf8', maxBuffer: 1 << 28 });
    assert.equal(done.status, 0, done.stderr);
    return done.stdout;
}

test('it is loaded at a random address (PIE)', () => {
    assert.match(readelf('--file-header'), /Type:\s+DYN/);
    assert.match(readelf('--dynamic'), /FLAGS_1.*PIE/);
});

test('its tables of addresses are read-only before it starts (full RELRO)', () => {
    assert.match(readelf('--program-headers'), /GNU_RELRO/);
    assert.match(readelf('--dynamic'), /\(FLAGS\).*BIND_NOW/);
});

test('neither its stack nor anything that it writes can be executed', () => {
    const headers = readelf('--program-headers');
    assert.match(headers, /GNU_STACK\s.*\sRW\s/);
    assert.doesNotMatch(headers, /LOAD\s.*\sRWE\s/);
});

test('functions with buffers notice when their stack is overwritten', () => {
    assert.match(readelf('--dyn-syms'), /__stack_chk_fail/);
});

test('copies into buffers of known size are checked (FORTIFY)', () => {
    assert.match(readelf('--dyn-syms'), /__(?:memcpy|memset|memmove|snprintf|vsnprintf|read|recv|fprintf|vfprintf|explicit_bzero)_chk/);
});

test('on x86 every jump target is marked (CET)', { skip: process.arch === 'x64' ? false : 'another processor' }, () => {
    // The note itself also depends on the start files of the C library; the mark at the entry of functions is ours.
    const done = spawnSync('objdump', ['--disassemble', '--no-show-raw-insn', program], { encoding: 'utf8', maxBuffer: 1 << 30 });
    const marks = done.stdout.match(/\bendbr64\b/g) ?? [];
    assert.ok(marks.length > 1000, `${marks.length} marks`);
});

test('it carries no path of the machine it was built on to look for libraries', () => {
    assert.doesNotMatch(readelf('--dynamic'), /RPATH|RUNPATH/);
});
