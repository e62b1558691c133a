// The device's page as people meet it: what is broken is seen with its cause, and repaired.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from '../support/browser.mjs';
import { axe, device, fill, kPhone, newInbox, relay, submit, withPage } from '../support/pages.mjs';
import { eventually } from '../support/relay.mjs';

const kDeviceWords = {
    cs: { broken: 'Uvnitř tvého serveru se něco pokazilo', settings: 'Nastavení' },
    en: { broken: 'Something went wrong inside your server', settings: 'Settings' },
};

for (const [language, javaScriptEnabled] of [['cs', true], ['en', false]]) {
    test(`a broken webhook is seen with its cause, repaired, and recovers: ${language}, ${javaScriptEnabled ? 'with' : 'without'} a script`, async () => {
        await withPage({ javaScriptEnabled, viewport: kPhone, locale: language }, async (page) => {
            const words = kDeviceWords[language];
            const eyes = javaScriptEnabled ? axe : null;
            const inbox = await relay.newInbox();
            const tell = (answer) => relay.send('POST', `/inbox-answer/${inbox.read.split('/').at(-1)}`, `answer=${answer}`, { 'content-type': 'application/x-www-form-urlencoded' });
            const one = device();
            await page.goto(`/${language}/form`);
            await fill(page, one, inbox.write);
            await submit(page, language);
            await page.getByText('webhook-test').first().waitFor({ state: 'attached' });

            await page.goto(`/${language}/device`);
            await judge(page, eyes, 'the door');
            await page.locator('#device').fill(one.id);
            await page.locator('#token').fill(one.token);
            await page.keyboard.press('Enter');
            await page.getByRole('heading', { level: 1, name: new RegExp(one.id) }).waitFor();
            await judge(page, eyes, 'the device page before its first message');

            await tell('500');
            await relay.callback({ device: one.id, time: 1700000000, data: '48656c6c6f', seqNumber: 1, snr: 9.5, rssi: -120 });
            const shows = (what, locator) => eventually(async () => {
                await page.reload();
                return await locator.count() > 0;
            }, what, 40_000);
            await shows('the cause', page.getByText(words.broken));
            await judge(page, eyes, 'the device page of a webhook that fails');
            await page.getByRole('link', { name: words.settings, exact: true }).first().click();
            await judge(page, eyes, 'the settings');
            await page.goBack();

            await tell('200');
            await shows('the message to be delivered', page.locator('.fate.good'));
            await judge(page, eyes, 'the device page of a webhook that works again');
            const { requests } = await relay.readInbox(inbox.read);
            assert.ok(requests.length >= 2, 'the same message, until it was taken');
            assert.equal(new Set(requests.map(({ fields }) => fields['webhook-id'])).size, 1);
        });
    });
}
