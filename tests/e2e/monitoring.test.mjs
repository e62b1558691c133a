// Alerts, dashboard and runbooks ask for what the program really prints, and each alert says what to do.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { alerts, kDashboard, kFaults, kMonitoring, kRunbooks, metricsIn, queriesOf } from '../support/monitoring.mjs';
import { Receiver, Relay, eventually } from '../support/relay.mjs';

const disposals = [];
after(async () => {
    for (const dispose of disposals) await dispose();
});

const kListed = readFileSync(join(kMonitoring, '../operators/monitoring.md'), 'utf8');
// Labels that Prometheus itself puts on what it collects.
const kOfPrometheus = ['instance', 'job'];

/** What a relay prints that has stored one message and refused another: label=value pairs by series. */
async function printed() {
    const relay = new Relay(process.env.MYSIGFOX, { admin: '127.0.0.1:0' });
    disposals.push(() => relay.dispose());
    const receiver = await new Receiver().listen();
    disposals.push(() => receiver.close());
    await relay.start();
    await relay.register({ device: '0051', token: relay.addDevices(['0051']).get('0051'), email: 'a@example.org', webhook: receiver.url });
    await relay.callback({ device: '0051', time: 1700000000, data: 'aa' });
    await relay.callback({ device: '0051', time: 1700000000, data: 'aa' }, { secret: 'wrong' });
    await eventually(() => /metrics and health on (\S+)/.test(relay.log), 'the admin listener');
    const address = /metrics and health on (\S+)/.exec(relay.log)[1];
    const text = await (await fetch(`http://${address}/metrics`)).text();
    const series = new Map();
    for (const [, name, labels = ''] of text.matchAll(/^([a-z_]+)(?:\{(.*)\})? \S+$/gm)) {
        const pairs = series.get(name) ?? new Set();
        for (const [, label, value] of labels.matchAll(/([a-z_]+)="([^"]*)"/g)) pairs.add(label).add(`${label}=${value}`);
        series.set(name, pairs);
    }
    return series;
}

test('every metric and label of the dashboard and the alerts is one that the program prints', async () => {
    const series = await printed();
    const queries = [...queriesOf(kDashboard), ...alerts().map((one) => one.expr)];

    assert.ok(queries.length > 40);
    for (const query of queries) {
        const asked = metricsIn(query);
        assert.ok(asked.length > 0 || query.startsWith('up{'), `${query} asks for nothing of ours`);
        for (const { name, labels } of asked) {
            // What only some configurations have (a certificate) is at least listed; a test holds that list to the program.
            assert.ok(series.has(name) || kListed.includes(`| \`${name}\` |`), `${name} in ${query}`);
            if (!series.has(name)) continue;
            for (const { label, value } of labels.filter((one) => !kOfPrometheus.includes(one.label))) {
                assert.ok(series.get(name).has(value === undefined ? label : `${label}=${value}`), `${label}="${value}" of ${name} in ${query}`);
            }
        }
        const grouped = [...query.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list]) => list.split(/, */));
        for (const label of grouped.filter((one) => !kOfPrometheus.includes(one))) {
            assert.ok(asked.some(({ name }) => series.get(name)?.has(label)), `by (${label}) in ${query}`);
        }
    }
});

test('every panel of the dashboard has a place of its own, and a query', () => {
    const taken = new Set();
    for (const panel of kDashboard.panels) {
        const { x, y, w, h } = panel.gridPos;
        assert.ok(x >= 0 && x + w <= 24, panel.title);
        for (let column = x; column < x + w; ++column) {
            for (let line = y; line < y + h; ++line) {
                assert.ok(!taken.has(`${column},${line}`), `${panel.title} lies on another panel`);
                taken.add(`${column},${line}`);
            }
        }
        if (panel.type !== 'row') assert.ok(panel.targets.length > 0 && panel.description, panel.title);
    }
    const ids = kDashboard.panels.map((panel) => panel.id);
    assert.equal(new Set(ids).size, ids.length);
});

test('each alert has its fault, its page, and nothing else has one', () => {
    const faults = kFaults.map((file) => readFileSync(file, 'utf8')).join('');
    const headings = [...kRunbooks.matchAll(/^## (MySigfox\w+)$/gm)].map(([, name]) => name);

    for (const { name, runbook } of alerts()) {
        assert.match(faults, new RegExp(`- alertname: ${name}\\n +eval_time: \\S+\\n +exp_alerts:\\n +- exp_labels`), `${name} is tried`);
        assert.equal(runbook, `file:///usr/share/doc/mysigfox/operators/runbooks.md#${name.toLowerCase()}`);
    }
    assert.deepEqual(headings, alerts().map((one) => one.name));
});
