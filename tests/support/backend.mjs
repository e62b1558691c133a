// The Sigfox Backend: callbacks fall due at their times, whether others are taken or not, and come again until they are.
import http from 'node:http';
import { kSecret } from './relay.mjs';

const kTick = 5; // ms between two looks at what is due
const kPause = 50; // ms until a callback that was not taken comes again
const kMostWaiting = 4_000; // a machine too slow for the rate is spared the rest

/**
 * Callbacks of `devices` in turn, `rate` a second; `data` of the n-th is n. `outcomes` counts the
 * answers and the codes of what went wrong.
 */
export class Backend {
    constructor({ port, rate, devices, connections = 64 }) {
        Object.assign(this, { port, rate, devices, outcomes: {}, due: 0, taken: 0, repeated: 0 });
        this.agent = new http.Agent({ keepAlive: true, maxSockets: connections });
    }

    start() {
        let last = performance.now();
        let owed = 0;
        this.timer = setInterval(() => {
            const now = performance.now();
            owed += (now - last) / 1000 * this.rate;
            last = now;
            for (; owed >= 1 && this.due - this.taken < kMostWaiting; --owed) this.#deliver(this.due++);
            owed %= 1;
        }, kTick);
    }

    /** Nothing new falls due; what is not taken yet still comes again. */
    finish() {
        clearInterval(this.timer);
    }

    dispose() {
        this.finish();
        this.agent.destroy();
    }

    async #deliver(n) {
        const device = this.devices[n % this.devices.length];
        const turn = Math.floor(n / this.devices.length);
        const body = JSON.stringify({ device, time: 1_700_000_000 + turn, data: n.toString(16).padStart(8, '0'), seqNumber: turn % 4096 });
        for (;;) {
            const outcome = await this.#post(body);
            this.outcomes[outcome] = (this.outcomes[outcome] ?? 0) + 1;
            if (outcome === 204) break;
            ++this.repeated;
            await new Promise((resolve) => setTimeout(resolve, kPause));
        }
        ++this.taken;
    }

    /** The status, or the code of what went wrong. */
    #post(body) {
        return new Promise((resolve) => {
            const headers = { 'content-type': 'application/json', authorization: `Bearer ${kSecret}`, 'content-length': body.length };
            const request = http.request({ host: '127.0.0.1', port: this.port, method: 'POST', path: '/sigfox/uplink', agent: this.agent, headers }, (response) => {
                response.resume().on('end', () => resolve(response.statusCode)).on('error', (error) => resolve(error.code));
            });
            request.on('error', (error) => resolve(error.code));
            request.end(body);
        });
    }
}
