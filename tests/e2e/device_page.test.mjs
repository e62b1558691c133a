// The device's page as people meet it: what is broken is seen with its cause, and repaired.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from '../support/browser.mjs';
import { axe, device, fill, kDesk, kPhone, relay, submit, withPage } from '../support/pages.mjs';
import { Relay, eventually } from '../support/relay.mjs';

const kDeviceWords = {
    cs: { broken: 'Uvnitř tvého serveru se něco pokazilo', settings: 'Nastavení', back: 'Zpět k zařízení', test: 'Poslat zkoušku', works: 'Funguje to.' },
    en: { broken: 'Something went wrong inside your server', settings: 'Settings', back: 'Back to device', test: 'Send a test', works: 'It works.' },
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
            // With a script it appears by itself; without one the page refreshes itself, which takes
            // longer than the second attempt lets us wait.
            await page.evaluate(() => { globalThis.isSamePage = true; });
            const shows = (what, locator) => eventually(async () => await locator.count() > 0, what);
            if (!javaScriptEnabled) await eventually(async () => (await relay.readInbox(inbox.read)).requests.length > 0, 'the first attempt');
            if (!javaScriptEnabled) await page.reload();
            await shows('the cause', page.getByText(words.broken));
            await judge(page, eyes, 'the device page of a webhook that fails');
            if (javaScriptEnabled) assert.equal(await page.evaluate(() => globalThis.isSamePage), true);
            await page.getByRole('link', { name: words.settings, exact: true }).first().click();
            await judge(page, eyes, 'the settings');
            await page.getByRole('link', { name: words.back }).click();

            // The repair is told by a test: the schedule's own next attempt may be minutes away.
            await tell('200');
            await page.getByRole('button', { name: words.test }).click();
            await page.getByText(words.works).waitFor();
            await judge(page, eyes, 'the test delivery');
            await page.getByRole('link', { name: words.back }).click();
            await shows('the message to be delivered', page.locator('.fate.good'));
            await judge(page, eyes, 'the device page of a webhook that works again');
            const { requests } = await relay.readInbox(inbox.read);
            assert.ok(requests.length >= 2, 'the same message, until it was taken');
            assert.equal(new Set(requests.map(({ fields }) => fields['webhook-id'])).size, 1);
        });
    });
}

const kTell = { 'content-type': 'application/x-www-form-urlencoded' };
const answerWith = (relay, inbox, answer) => relay.send('POST', `/inbox-answer/${inbox.read.split('/').at(-1)}`, `answer=${answer}`, kTell);

test('arrivals and outcomes are there within seconds, without loading the page again', async () => {
    await withPage({ viewport: kDesk, locale: 'en' }, async (page) => {
        const inbox = await relay.newInbox();
        const one = device();
        await relay.register({ device: one.id, token: one.token, email: 'jane@example.com', webhook: inbox.write });
        await page.goto('/en/device');
        await page.locator('#device').fill(one.id);
        await page.locator('#token').fill(one.token);
        await page.keyboard.press('Enter');
        await page.getByText('What happens appears here by itself.').waitFor();
        await page.evaluate(() => { globalThis.isSamePage = true; });
        const article = (data) => page.locator('article', { has: page.locator('h3 code', { hasText: data }) });
        for (let i = 1; i <= 3; ++i) {
            await relay.callback({ device: one.id, time: 1700000000 + i, data: `aa0${i}`, seqNumber: i, snr: 9.5, rssi: -120 });
            await article(`aa0${i}`).locator('.fate.good').waitFor();
        }
        await page.locator('#month td:first-of-type', { hasText: /^3$/ }).waitFor({ state: 'attached' });
        assert.deepEqual(await page.locator('article h3 code').allTextContents(), ['aa03', 'aa02', 'aa01'], 'each once, the newest on top');
        await answerWith(relay, inbox, '500');
        await relay.callback({ device: one.id, time: 1700000009, data: 'aa09', seqNumber: 9, snr: 9.5, rssi: -120 });
        await article('aa09').locator('.fate.bad').waitFor();
        assert.equal(await page.evaluate(() => globalThis.isSamePage), true);
        await judge(page, axe, 'the device page to which something was added');
        await answerWith(relay, inbox, '200');
    });
});

test('what was given up is sent again, all at once; keys are made and revoked: by keyboard alone', async () => {
    const impatient = await new Relay(process.env.MYSIGFOX, { extra: 'give_up_after = "1s"' }).start();
    try {
        await withPage({ viewport: kDesk, locale: 'en', baseURL: impatient.url }, async (page) => {
            const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());
            const tabTo = async (name) => {
                for (let i = 0; i < 100; ++i) {
                    await page.keyboard.press('Tab');
                    if (await focused() === name) return;
                }
                assert.fail(`no way to "${name}" by the Tab key`);
            };
            const press = async (name, shows) => {
                await tabTo(name);
                await page.keyboard.press('Enter');
                await page.getByText(shows).first().waitFor();
            };
            const write = async (field, text) => {
                await tabTo(field);
                await page.keyboard.type(text);
            };
            const inbox = await impatient.newInbox();
            await answerWith(impatient, inbox, '500');
            const token = impatient.addDevices(['CAFE']).get('CAFE');
            await impatient.register({ device: 'CAFE', token, email: 'jane@example.com', webhook: inbox.write });

            await page.goto('/en/device');
            await write('device', 'CAFE');
            await write('token', token);
            await page.keyboard.press('Enter');
            await page.getByText('What happens appears here by itself.').waitFor();
            for (let i = 1; i <= 2; ++i) await impatient.callback({ device: 'CAFE', time: 1700000000 + i, data: `0${i}`, seqNumber: i, snr: 9.5, rssi: -120 });
            await eventually(async () => await page.getByText('given up', { exact: true }).count() === 2, 'both to be given up');
            await page.locator('#given-up', { hasText: 'wait here: 2.' }).waitFor();
            await answerWith(impatient, inbox, '200');
            await tabTo('Send all failed again'); // the link beside their number, to the form below
            await page.keyboard.press('Enter');
            await press('Send all failed again', '2 messages are being sent again.');
            await eventually(async () => await page.locator('.fate.good').count() === 2, 'both to be delivered');
            const { requests } = await impatient.readInbox(inbox.read);
            assert.equal(new Set(requests.map(({ fields }) => fields['webhook-id'])).size, 2);

            await press('Pause', 'Paused by you.');
            await press('Resume', 'Sending goes on.');
            await press('Settings', 'Settings of device CAFE');
            await press('API keys', 'There are no keys yet.');
            await judge(page, axe, 'the page without keys');
            await press('Make a key', 'Give the key a name');
            await judge(page, axe, 'the page of keys with a mistake');
            await write('name', 'dashboard');
            await page.keyboard.press('Enter');
            const key = await page.locator('#secret').textContent();
            await judge(page, axe, 'the page of a new key');
            const ask = () => impatient.send('GET', '/api/v1/devices', '', { authorization: `Bearer ${key}` });
            assert.equal((await ask()).status, 200);
            await press('Back', 'dashboard');
            await judge(page, axe, 'the page of a key');
            await press('Revoke the key', 'The key is revoked.');
            assert.equal((await ask()).status, 401);
            await press('Sign out', 'You are signed out.');
        });
    } finally {
        await impatient.dispose();
    }
});
