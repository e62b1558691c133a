// 1,000 webhooks whose names never resolve and 1,000 that hang, beside 8,000 healthy ones; long
// enough for the first time-outs.
import { beside } from './lib/beside.mjs';

const bad = [...Array(1_000).fill('unresolvable'), ...Array(1_000).fill('hang/30')];
await beside({ healthy: 8_000, bad, devicesEach: 1, rate: 0.2, seconds: 8, longer: 34, runs: 1 });
