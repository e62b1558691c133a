// The form as people meet it: in a browser, in both languages, with and without a script.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from '../support/browser.mjs';
import { axe, device, fill, kDesk, kPhone, kWords, newInbox, relay, submit, withPage } from '../support/pages.mjs';

/** The original's how-to: create a bin, use it as webhook, send a message, see it. */
for (const language of ['cs', 'en']) {
    for (const javaScriptEnabled of [true, false]) {
        const [viewport, colorScheme] = javaScriptEnabled === (language === 'cs') ? [kPhone, 'dark'] : [kDesk, 'light'];
        test(`register, send, see it arrive: ${language}, ${javaScriptEnabled ? 'with' : 'without'} a script, ${viewport.width} px, ${colorScheme}`, async () => {
            await withPage({ javaScriptEnabled, viewport, colorScheme, locale: language }, async (page) => {
                const words = kWords[language];
                const eyes = javaScriptEnabled ? axe : null;
                const inbox = await newInbox(page, language);
                await page.goto('/form');
                assert.equal(new URL(page.url()).pathname, `/${language}/form`, 'the language of the browser');

                await submit(page, language);
                assert.ok((await page.title()).startsWith(words.error));
                await judge(page, eyes, 'the form with mistakes');
                await page.locator('.summary a').first().click();
                assert.equal(new URL(page.url()).hash, '#device');

                const one = device();
                await fill(page, one, inbox.write);
                await page.getByRole('button', { name: words.other }).click();
                assert.equal(await page.locator('#device').inputValue(), one.id, 'the switch keeps what was typed');
                assert.equal(await page.locator('#webhook_url').inputValue(), inbox.write);
                assert.equal(await page.locator('#token').inputValue(), '', 'but never the token');
                const other = language === 'cs' ? 'en' : 'cs';
                await page.getByRole('button', { name: kWords[other].other }).click();

                await page.locator('#token').fill(one.token.toLowerCase().replace(/(.{5})/, '$1 - '));
                await submit(page, language);
                assert.match(await page.locator('h1').textContent(), new RegExp(words.done));
                await judge(page, eyes, 'the confirmation');

                await page.goto(`${inbox.read}?lang=${language}`);
                await relay.callback({ device: one.id, time: 1700000000, data: '48656c6c6f', seqNumber: 1, snr: 9.5, rssi: -120 });
                await page.getByText('Hello', { exact: true }).first().waitFor();
                assert.equal(await page.locator('article').count(), 2, 'behind the test delivery of the form');
                await judge(page, eyes, 'the inbox');
            });
        });
    }
}

test('the form is filled in and sent by keyboard alone', async () => {
    await withPage({ viewport: kDesk, locale: 'en' }, async (page) => {
        const inbox = await relay.newInbox();
        const { id, token } = device();
        await page.goto('/en/form');
        const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
        const order = [];
        for (let i = 0; i < 8; ++i) {
            await page.keyboard.press('Tab');
            order.push(await focused());
        }
        assert.deepEqual(order, ['Skip to content', 'MySigfox', 'Čeština', 'device', 'token', 'email', 'webhook_url', 'Register']);
        for (let i = 0; i < 4; ++i) await page.keyboard.press('Shift+Tab');
        for (const text of [id, token, 'jana@example.cz', inbox.write]) {
            await page.keyboard.type(text);
            if (text !== inbox.write) await page.keyboard.press('Tab');
        }
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { level: 1, name: /is registered/ }).waitFor();
    });
});

test('the code on a card fills the form in, and its token is in no address, log or referrer', async () => {
    await withPage({ viewport: kPhone, locale: 'cs' }, async (page) => {
        const { id, token } = device();
        const referrers = [];
        page.on('request', (request) => referrers.push(request.headers().referer ?? ''));
        await page.goto(`/form?device=${id}&token=${token}`);
        assert.equal(page.url(), `${relay.url}/cs/form`);
        assert.equal(await page.locator('#device').inputValue(), id);
        assert.equal(await page.locator('#token').inputValue(), token);
        await page.reload();
        assert.equal(await page.locator('#token').inputValue(), '', 'it is shown once');
        assert.ok(!relay.log.includes(token));
        assert.ok(!referrers.some((referrer) => referrer.includes(token)));
    });
});

test('no page asks anybody else for anything', async () => {
    await withPage({ viewport: kDesk, locale: 'cs' }, async (page) => {
        const hosts = new Set();
        page.on('request', (request) => hosts.add(new URL(request.url()).host));
        const inbox = await newInbox(page, 'cs');
        await relay.send('POST', new URL(inbox.write).pathname, '<img src=http://elsewhere.example/x>');
        for (const path of ['/', '/cs/form', '/cs/help', inbox.read]) await page.goto(path);
        await page.locator('article').first().waitFor();
        hosts.delete('');  // data: addresses
        assert.deepEqual([...hosts], [new URL(relay.url).host]);
    });
});
