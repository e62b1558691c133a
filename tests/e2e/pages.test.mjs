// The pages as people meet them: in a browser, in both languages, with and without a script.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { judge, openBrowser, screenshot } from '../support/browser.mjs';
import { Relay, eventually } from '../support/relay.mjs';

const opened = await openBrowser((why) => console.error(`SKIPPED, NOTHING IS PROVED: ${why}`), import.meta.url);
if (!opened) process.exit(0);
const { browser, axe } = opened;

const kWords = {
    cs: { create: 'Vytvořit schránku', register: 'Zaregistrovat', other: 'English', done: 'je zaregistrováno', error: 'Chyba: ', live: 'Nové požadavky se tu objeví samy.' },
    en: { create: 'Create an inbox', register: 'Register', other: 'Čeština', done: 'is registered', error: 'Error: ', live: 'New requests appear here by themselves.' },
};
const kDeviceWords = {
    cs: { broken: 'Uvnitř tvého serveru se něco pokazilo', settings: 'Nastavení' },
    en: { broken: 'Something went wrong inside your server', settings: 'Settings' },
};
const kPhone = { width: 320, height: 640 };
const kDesk = { width: 1280, height: 800 };
let relay;
let nextDevice = 0xB00;

before(async () => {
    relay = await new Relay(process.env.MYSIGFOX).start();
});

after(async () => {
    await browser.close();
    await relay.dispose();
});

async function withPage(options, walk) {
    const context = await browser.newContext({ baseURL: relay.url, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const complaints = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    try {
        await walk(page);
        // The browser notes every answer of 4xx; what it must not note is a refused script or style.
        assert.deepEqual(complaints.filter((text) => !/status of 4\d\d/.test(text)), []);
    } finally {
        await context.close();
    }
}

function device() {
    const id = (nextDevice++).toString(16).toUpperCase().padStart(4, '0');
    return { id, token: relay.addDevices([id]).get(id) };
}

const submit = (page, language) => page.getByRole('button', { name: kWords[language].register, exact: true }).click();

async function fill(page, { id, token }, webhook) {
    await page.locator('#device').fill(id);
    await page.locator('#token').fill(token);
    await page.locator('#email').fill('jana@example.cz');
    await page.locator('#webhook_url').fill(webhook);
}

async function newInbox(page, language) {
    await page.goto(`/inbox?lang=${language}`);
    await page.getByRole('button', { name: kWords[language].create }).click();
    await page.waitForURL(/\/inbox\/[0-9a-z]{20}/);
    const addresses = await page.locator('code.address').allTextContents();
    return { write: addresses[0], read: new URL(page.url()).pathname };
}

/** The original's how-to: create a bin, use it as webhook, send a message, see it within 10 seconds. */
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
                const sent = Date.now();
                await relay.callback({ device: one.id, time: 1700000000, data: '48656c6c6f', seqNumber: 1, snr: 9.5, rssi: -120 });
                await page.getByText('Hello', { exact: true }).first().waitFor({ timeout: 14_000 });
                assert.ok(Date.now() - sent < 13_000, 'it is seen within ten seconds');
                assert.equal(await page.locator('article').count(), 2, 'behind the test delivery of the form');
                await judge(page, eyes, 'the inbox');
            });
        });
    }
}

test('what arrives is there within a second, without loading the page again', async () => {
    await withPage({ viewport: kDesk, locale: 'en' }, async (page) => {
        const inbox = await newInbox(page, 'en');
        await page.getByText(kWords.en.live).waitFor();
        await page.evaluate(() => { globalThis.isSamePage = true; });
        const path = new URL(inbox.write).pathname;
        for (let i = 1; i <= 5; ++i) {
            const sent = Date.now();
            await relay.send('POST', path, `request <b>${i}</b>`);
            await page.getByText(`request <b>${i}</b>`).first().waitFor({ timeout: 5_000 });
            assert.ok(Date.now() - sent < 1_000, `${Date.now() - sent} ms`);
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
    const begun = Date.now();
    await relay.stop();
    assert.ok(Date.now() - begun < 2_500, 'who watches does not hold up a stop');
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
