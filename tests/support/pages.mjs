// A relay, a browser, and what people do on the pages: for tests that walk them.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { openBrowser } from './browser.mjs';
import { Relay } from './relay.mjs';

const opened = await openBrowser((why) => console.error(`SKIPPED, NOTHING IS PROVED: ${why}`), new URL('../e2e/', import.meta.url));
if (!opened) process.exit(0);
const { browser } = opened;
let nextDevice = 0xB00;

export const { axe } = opened;
export const relay = new Relay(process.env.MYSIGFOX);
export const kPhone = { width: 320, height: 640 };
export const kDesk = { width: 1280, height: 800 };
export const kWords = {
    cs: { create: 'Vytvořit schránku', register: 'Zaregistrovat', other: 'English', done: 'je zaregistrováno', error: 'Chyba: ', live: 'Nové požadavky se tu objeví samy.' },
    en: { create: 'Create an inbox', register: 'Register', other: 'Čeština', done: 'is registered', error: 'Error: ', live: 'New requests appear here by themselves.' },
};

before(() => relay.start());

after(async () => {
    await browser.close();
    await relay.dispose();
});

/** Walks in a browser of its own; fails if it complained of a script or a style. */
export async function withPage(options, walk) {
    const context = await browser.newContext({ baseURL: relay.url, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
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

/** A device of its own for each walk: { id, token }. */
export function device() {
    const id = (nextDevice++).toString(16).toUpperCase().padStart(4, '0');
    return { id, token: relay.addDevices([id]).get(id) };
}

export const submit = (page, language) => page.getByRole('button', { name: kWords[language].register, exact: true }).click();

/** Fills the form in, without sending it. */
export async function fill(page, { id, token }, webhook) {
    await page.locator('#device').fill(id);
    await page.locator('#token').fill(token);
    await page.locator('#email').fill('jana@example.cz');
    await page.locator('#webhook_url').fill(webhook);
}

/** Makes an inbox by its button: { write, read }. */
export async function newInbox(page, language) {
    await page.goto(`/inbox?lang=${language}`);
    await page.getByRole('button', { name: kWords[language].create }).click();
    await page.waitForURL(/\/inbox\/[0-9a-z]{20}/);
    const addresses = await page.locator('code.address').allTextContents();
    return { write: addresses[0], read: new URL(page.url()).pathname };
}
