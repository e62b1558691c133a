// A browser for tests: pages in any size, colour and language, judged by axe.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const kChromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
const kScreenshots = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));

/** The browser, or nothing where it or its packages are missing: then `why` is called. */
export async function openBrowser(why, requireFrom) {
    try {
        const require = createRequire(requireFrom);
        const { chromium } = require('playwright-core');
        const { readFileSync } = await import('node:fs');
        const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
        if (!existsSync(kChromium)) throw new Error(`${kChromium} does not exist`);
        const browser = await chromium.launch({ executablePath: kChromium, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
        return { browser, axe };
    } catch (error) {
        why(error.message.split('\n')[0]);
        return null;
    }
}

/** axe finds nothing to complain about (without a script it cannot look: null), and nothing sticks out to the right. */
export async function judge(page, axe, what) {
    if (axe) {
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
        assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`), [], what);
    }
    const [width, room] = await page.evaluate(() => [document.documentElement.scrollWidth, globalThis.innerWidth]);
    assert.ok(width <= room, `${what}: ${width} px wide in a window of ${room}`);
}

/** Only when asked for: SCREENSHOTS=1. */
export async function screenshot(page, name) {
    if (!process.env.SCREENSHOTS) return;
    mkdirSync(kScreenshots, { recursive: true });
    await page.screenshot({ path: join(kScreenshots, `${name}.png`), fullPage: true });
}
