// Ten webhooks get 200 messages a second each; one of them hangs 30 s on every request.
import { beside } from './lib/beside.mjs';

await beside({ healthy: 9, bad: ['hang/30'], devicesEach: 50, rate: 200, seconds: 4, runs: 5 });
