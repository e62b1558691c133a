// One webhook in a hundred hangs: 400 of them at 5,000 messages a second.
import { beside } from './lib/beside.mjs';

await beside({ healthy: 396, bad: Array(4).fill('hang/30'), devicesEach: 10, rate: 12.5, seconds: 5, longer: 10, runs: 3 });
