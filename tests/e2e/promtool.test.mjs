// The metrics and the alerts, judged by Prometheus' own tool.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, test } from 'node:test';
import { Relay, eventually } from '../support/relay.mjs';

const relay = new Relay(process.env.MYSIGFOX, { admin: '127.0.0.1:0' });
after(() => relay.dispose());

const docs = join(dirname(fileURLToPath(import.meta.url)), '../../docs');
// Installed, or unpacked by scripts/test.sh.
const unpacked = join(docs, '../build/tools/root/usr/bin/promtool');
const promtool = existsSync(unpacked) ? unpacked : 'promtool';
const isThere = !spawnSync(promtool, ['--version']).error;
if (!isThere) console.log('SKIPPED, NOTHING IS PROVED: promtool (Debian: prometheus) is not installed');

test('promtool finds nothing to say about the metrics', { skip: isThere ? false : 'no promtool' }, async () => {
    await relay.start();
    await relay.callback({ device: '0052', time: 1700000000, data: 'aa' });
    await eventually(() => /metrics and health on (\S+)/.test(relay.log), 'the admin listener');
    const address = /metrics and health on (\S+)/.exec(relay.log)[1];
    const text = await (await fetch(`http://${address}/metrics`)).text();

    const judged = spawnSync(promtool, ['check', 'metrics'], { input: text, encoding: 'utf8' });

    assert.equal(judged.status, 0, judged.stdout + judged.stderr);
});

test('each alert fires in its fault, and none while all is well', { skip: isThere ? false : 'no promtool' }, () => {
    const judged = spawnSync(promtool, ['test', 'rules', join(docs, 'monitoring/alerts_test.yml')], { encoding: 'utf8' });

    assert.equal(judged.status, 0, judged.stdout + judged.stderr);
});

test('alerts ask for metrics that there are', () => {
    const known = readFileSync(join(docs, 'operators/monitoring.md'), 'utf8');
    const rules = readFileSync(join(docs, 'monitoring/alerts.yml'), 'utf8');
    const names = new Set([...rules.matchAll(/mysigfox_[a-z_]+/g)].map(([name]) => name.replace(/_bucket$/, '')));

    assert.ok(names.size > 5);
    for (const name of names) assert.ok(known.includes(`\`${name}\``), name);
});
