// The metrics, judged by Prometheus' own tool.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, test } from 'node:test';
import { Relay, eventually } from '../support/relay.mjs';

const relay = new Relay(process.env.MYSIGFOX, { admin: '127.0.0.1:0' });
after(() => relay.dispose());

const isThere = !spawnSync('promtool', ['--version']).error;
if (!isThere) console.log('SKIPPED, NOTHING IS PROVED: promtool (Debian: prometheus) is not installed');

test('promtool finds nothing to say about the metrics', { skip: isThere ? false : 'no promtool' }, async () => {
    await relay.start();
    await relay.callback({ device: '0052', time: 1700000000, data: 'aa' });
    await eventually(() => /metrics and health on (\S+)/.test(relay.log), 'the admin listener');
    const address = /metrics and health on (\S+)/.exec(relay.log)[1];
    const text = await (await fetch(`http://${address}/metrics`)).text();

    const judged = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });

    assert.equal(judged.status, 0, judged.stdout + judged.stderr);
});
