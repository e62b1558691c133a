// The metrics, the alerts and the dashboard, judged by Prometheus' own tool.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, test } from 'node:test';
import { kDashboard, kFaults, kMonitoring, queriesOf } from '../support/monitoring.mjs';
import { Relay, eventually } from '../support/relay.mjs';

const relay = new Relay(process.env.MYSIGFOX, { admin: '127.0.0.1:0' });
const directory = mkdtempSync(join(tmpdir(), 'mysigfox-promtool-'));
after(async () => {
    await relay.dispose();
    rmSync(directory, { recursive: true, force: true });
});

// As installed, or as scripts/test.sh unpacked it.
const unpacked = join(dirname(fileURLToPath(import.meta.url)), '../../build/tools/unpacked/usr/bin/promtool');
const tool = ['promtool', unpacked].find((one) => !spawnSync(one, ['--version']).error);
if (!tool) console.log('SKIPPED, NOTHING IS PROVED: promtool (Debian: prometheus) is not here; scripts/test.sh unpacks it');
const options = { skip: tool ? false : 'no promtool' };

function promtool(args, input = '') {
    const judged = spawnSync(tool, args, { input, encoding: 'utf8' });
    assert.equal(judged.status, 0, judged.stdout + judged.stderr);
    return judged.stdout;
}

test('promtool finds nothing to say about the metrics', options, async () => {
    await relay.start();
    await relay.callback({ device: '0052', time: 1700000000, data: 'aa' });
    await eventually(() => /metrics and health on (\S+)/.test(relay.log), 'the admin listener');
    const address = /metrics and health on (\S+)/.exec(relay.log)[1];
    const text = await (await fetch(`http://${address}/metrics`)).text();

    promtool(['check', 'metrics'], text);
});

test('each alert fires in its fault, and none while all is well', options, () => {
    assert.match(promtool(['check', 'rules', join(kMonitoring, 'alerts.yml')]), /\d+ rules found/);
    promtool(['test', 'rules', ...kFaults]);
});

test('each query of the dashboard can be read', options, () => {
    // What Grafana puts in place of its own variables.
    const rules = queriesOf(kDashboard).map((query, i) => ({ record: `query:${i}`, expr: query.replaceAll('$__rate_interval', '5m') }));
    const file = join(directory, 'rules.yml');
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));

    assert.match(promtool(['check', 'rules', file]), new RegExp(`${rules.length} rules found`));
});
