// kill -9 under load, again and again: every acknowledged message reaches its webhook.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Receiver, Relay } from '../support/relay.mjs';

const kRounds = Number(process.env.KILL_ROUNDS ?? 20);
const kSenders = 16;

test(`${kRounds} kills under load lose nothing that was acknowledged`, { timeout: 240_000 }, async (context) => {
    const relay = new Relay(process.env.MYSIGFOX);
    const receiver = await new Receiver().listen();
    try {
        const token = relay.addDevices(['CAFE']).get('CAFE');
        const acknowledged = new Set();
        let sequence = 0;
        for (let round = 0; round < kRounds; ++round) {
            await relay.start();
            if (round === 0) await relay.register({ device: 'CAFE', token, email: 'a@example.org', webhook: receiver.url });
            let alive = true;
            const senders = Array.from({ length: kSenders }, async () => {
                while (alive) {
                    const data = (++sequence).toString(16).padStart(8, '0');
                    try {
                        const { status } = await relay.callback({ device: 'CAFE', time: 1700000000 + sequence, data, seqNumber: sequence % 4096 });
                        if (status === 204) acknowledged.add(data);
                    } catch {
                        return;  // the connection died with the relay: nothing was promised
                    }
                }
            });
            await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 300));
            await relay.stop('SIGKILL');
            alive = false;
            await Promise.all(senders);
        }
        await relay.start();
        const missing = () => {
            const seen = new Set(receiver.requests.map((request) => JSON.parse(request.body).data));
            return [...acknowledged].filter((data) => !seen.has(data));
        };
        for (const end = Date.now() + 60_000; missing().length > 0 && Date.now() < end;) await new Promise((resolve) => setTimeout(resolve, 200));
        const deliveries = receiver.requests.map((request) => request.headers['webhook-id']);
        context.diagnostic(`${acknowledged.size} acknowledged, ${missing().length} lost, ${deliveries.length - new Set(deliveries).size} delivered twice`);
        assert.ok(acknowledged.size > kRounds);
        assert.deepEqual(missing(), []);
    } finally {
        await receiver.close();
        await relay.dispose();
    }
});
