// The inbox as people meet it: it shows what arrives, and answers as it is told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from '../support/browser.mjs';
import { axe, device, kDesk, kWords, newInbox, relay, withPage } from '../support/pages.mjs';
import { eventually } from '../support/relay.mjs';

test('what arrives is there without loading the page again', async () => {
    await withPage({ viewport: kDesk, locale: 'en' }, async (page) => {
        const inbox = await newInbox(page, 'en');
        await page.getByText(kWords.en.live).waitFor();
        await page.evaluate(() => { globalThis.isSamePage = true; });
        const path = new URL(inbox.write).pathname;
        for (let i = 1; i <= 5; ++i) {
            await relay.send('POST', path, `request <b>${i}</b>`);
            await page.getByText(`request <b>${i}</b>`).first().waitFor();
        }
        assert.equal(await page.locator('article').count(), 5);
        assert.equal(await page.evaluate(() => globalThis.isSamePage), true);
    });
});

test('the stream goes on where it was when the relay was away', async () => {
    const inbox = await relay.newInbox();
    const path = new URL(inbox.write).pathname;
    const watch = async (headers = {}) => {
        const stop = new AbortController();
        const answer = await fetch(relay.url + inbox.read, { headers: { accept: 'text/event-stream', ...headers }, signal: stop.signal });
        assert.equal(answer.headers.get('content-type'), 'text/event-stream');
        let text = '';
        (async () => {
            for await (const piece of answer.body) text += Buffer.from(piece).toString();
        })().catch(() => {});
        return { read: () => text, stop: () => stop.abort() };
    };
    const first = await watch();
    await relay.send('POST', path, 'one');
    await eventually(() => /data: .*>one</.test(first.read()), 'the first event');
    const [, id] = /id: (\d+)/.exec(first.read());
    await relay.stop();
    assert.doesNotMatch(relay.log, /cut at the end of the grace/, 'who watches does not hold up a stop');
    await relay.start();
    await relay.send('POST', path, 'two');

    const second = await watch({ 'last-event-id': id });
    await eventually(() => /data: .*two/.test(second.read()), 'what came meanwhile');
    assert.ok(!/data: .*>one</.test(second.read()));
    second.stop();
});

test('an inbox answers as it is told, on the wire and to a delivery', async () => {
    await withPage({ viewport: kDesk, locale: 'en' }, async (page) => {
        const inbox = await newInbox(page, 'en');
        const path = new URL(inbox.write).pathname;
        await page.locator('#answer').selectOption('500');
        await page.getByRole('button', { name: 'Set the answer' }).click();
        assert.equal(await page.locator('#answer').inputValue(), '500');
        assert.equal((await relay.send('POST', path, 'x')).status, 500);
        await judge(page, axe, 'the inbox that is told to fail');

        await page.locator('#answer').selectOption('410');
        await page.getByRole('button', { name: 'Set the answer' }).click();
        const { id, token } = device();
        await relay.register({ device: id, token, email: 'a@example.cz', webhook: inbox.write });
        await relay.callback({ device: id, time: 1700000000, data: '00', seqNumber: 1, snr: 1, rssi: -1 });
        await eventually(() => /is paused, it wants nothing any more/.test(relay.log), 'the lane to pause');

        await page.locator('#answer').selectOption('slow');
        await page.getByRole('button', { name: 'Set the answer' }).click();
        const begun = Date.now();
        assert.equal((await relay.send('POST', path, 'x')).status, 200);
        assert.ok(Date.now() - begun >= 9_900);
    });
});
