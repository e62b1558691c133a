// 200 webhooks that do their worst beside 50 healthy ones; long enough for the first time-outs.
import { beside } from './lib/beside.mjs';

const kinds = ['drip', 'headers', 'huge', 'bomb', 'hang/3600', 'reset'];
const bad = Array.from({ length: 200 }, (_, i) => kinds[i % kinds.length]);
const pairs = await beside({ healthy: 50, bad, devicesEach: 20, rate: 4, seconds: 8, longer: 34, runs: 1 });
for (const { with: run, without } of pairs) {
    const attempts = Object.entries(run.report.requests).filter(([manner]) => manner !== 'ok').map(([manner, times]) => `${manner} ${times}`);
    console.log(`longest attempt: ${run.report.longest.toFixed(1)} s; RSS ${(run.rss - without.rss).toFixed(1)} MiB more; attempts: ${attempts.join(', ')}, resets in TLS ${run.report.resets}`);
}
