// How the pages look: judged by axe in any width and colour, and photographed when asked.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge, screenshot } from '../support/browser.mjs';
import { axe, device, fill, kDesk, kPhone, newInbox, relay, submit, withPage } from '../support/pages.mjs';

test('axe finds nothing on any page, wide or narrow, light or dark', async () => {
    const pages = ['/', '/cs/form', '/en/form', '/cs/help', '/en/help', '/inbox?lang=cs', '/inbox?lang=en', '/unsubscribe/abc?lang=cs'];
    for (const viewport of [kPhone, kDesk]) {
        for (const colorScheme of ['light', 'dark']) {
            await withPage({ viewport, colorScheme, locale: 'en' }, async (page) => {
                for (const path of pages) {
                    const answer = await page.goto(path);
                    assert.ok((await answer.body()).length < 50 * 1024, `${path} is too large`);
                    await judge(page, axe, `${path}, ${viewport.width} px, ${colorScheme}`);
                }
                await page.goto('/inbox/unknownname?lang=en');
                await judge(page, axe, 'an inbox that is gone');
            });
        }
    }
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
