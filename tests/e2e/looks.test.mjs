// How the pages look: judged by axe in any width and colour, and photographed when asked.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge, screenshot } from '../support/browser.mjs';
import { axe, device, fill, kDesk, kPhone, newInbox, relay, submit, withPage } from '../support/pages.mjs';

/** Whichever three of the four one looks at, each combination of them is there once. */
const kLooks = [
    { language: 'cs', viewport: kPhone, colorScheme: 'light', javaScriptEnabled: true },
    { language: 'cs', viewport: kPhone, colorScheme: 'dark', javaScriptEnabled: false },
    { language: 'cs', viewport: kDesk, colorScheme: 'light', javaScriptEnabled: false },
    { language: 'cs', viewport: kDesk, colorScheme: 'dark', javaScriptEnabled: true },
    { language: 'en', viewport: kPhone, colorScheme: 'light', javaScriptEnabled: false },
    { language: 'en', viewport: kPhone, colorScheme: 'dark', javaScriptEnabled: true },
    { language: 'en', viewport: kDesk, colorScheme: 'light', javaScriptEnabled: true },
    { language: 'en', viewport: kDesk, colorScheme: 'dark', javaScriptEnabled: false },
];

/** A device whose message was delivered, and somebody who signed in to it: { id, cookie }. */
async function signedIn() {
    const inbox = await relay.newInbox();
    const one = device();
    await relay.register({ device: one.id, token: one.token, email: 'jane@example.com', webhook: inbox.write });
    await relay.callback({ device: one.id, time: 1700000000, data: '48656c6c6f', seqNumber: 1, snr: 9.5, rssi: -120 });
    const answer = await fetch(`${relay.url}/en/device`, { method: 'POST', body: new URLSearchParams({ device: one.id, token: one.token }), redirect: 'manual' });
    const [name, value] = answer.headers.get('set-cookie').split(';')[0].split('=');
    return { id: one.id, cookie: { name, value, url: relay.url } };
}

test('axe finds nothing on any page: cs and en, with and without a script, wide and narrow, light and dark', async () => {
    const { id, cookie } = await signedIn();
    for (const { language, ...options } of kLooks) {
        const look = `${language}, ${options.viewport.width} px, ${options.colorScheme}, ${options.javaScriptEnabled ? 'with' : 'without'} a script`;
        await withPage({ ...options, locale: language }, async (page) => {
            const eyes = options.javaScriptEnabled ? axe : null;
            const visit = async (path) => {
                const answer = await page.goto(path);
                assert.ok((await answer.body()).length < 50 * 1024, `${path} is too large`);
                assert.equal(await page.locator('html').getAttribute('lang'), language, `${path}, ${look}`);
                await judge(page, eyes, `${path}, ${look}`);
            };
            for (const path of ['/', `/${language}/form`, `/${language}/help`, `/inbox?lang=${language}`, `/${language}/device`]) await visit(path);
            await page.context().addCookies([cookie]);
            for (const what of [`show/${id}`, `settings/${id}`, 'keys']) await visit(`/${language}/device/${what}`);
        });
    }
});

test('axe finds nothing on the pages of those who have lost their way', async () => {
    await withPage({ viewport: kPhone, locale: 'en' }, async (page) => {
        for (const path of ['/inbox/unknownname?lang=en', '/unsubscribe/abc?lang=cs', '/en/device/link?code=1', '/en/device/confirm?code=1']) {
            await page.goto(path);
            await judge(page, axe, path);
        }
    });
});

test('screenshots for the documentation, when they are asked for', { skip: !process.env.SCREENSHOTS }, async () => {
    const view = (colorScheme, walk) => withPage({ viewport: { width: 900, height: 700 }, colorScheme, locale: 'en' }, walk);
    let inbox;
    await view('light', async (page) => {
        await page.goto('/en/form');
        await page.locator('#device').fill('21DF4E');
        await submit(page, 'en');
        await screenshot(page, 'form');
        inbox = await newInbox(page, 'en');
        const one = device();
        await page.goto('/en/form');
        await fill(page, one, inbox.write);
        await submit(page, 'en');
        await screenshot(page, 'confirmation');
        await relay.callback({ device: one.id, time: 1700000000, data: '48656c6c6f', seqNumber: 1, snr: 9.5, rssi: -120 });
        await page.goto(`${inbox.read}?lang=en`);
        await page.getByText('Hello', { exact: true }).first().waitFor();
        await screenshot(page, 'inbox');
        await page.goto('/en/device');
        await page.locator('#device').fill(one.id);
        await page.locator('#token').fill(one.token);
        await page.keyboard.press('Enter');
        await page.locator('.fate.good').first().waitFor();
        await screenshot(page, 'device');
    });
    await view('dark', async (page) => {
        await page.goto(`${inbox.read}?lang=en`);
        await screenshot(page, 'inbox-dark');
    });
});
