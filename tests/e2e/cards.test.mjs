// Printable token cards: made with the tokens, never without, and good for the form.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Relay } from '../support/relay.mjs';

const relay = new Relay(process.env.MYSIGFOX, { publicUrl: 'http://127.0.0.1:8080' });
after(() => relay.dispose());
const at = (name) => join(relay.directory, name);

function cardsIn(file) {
    const html = readFileSync(file, 'utf8');
    assert.ok(html.startsWith('<!DOCTYPE html>') && html.endsWith('</html>\n'), 'a whole document');
    return html.split('<section ').slice(1).map((card) => {
        const [, device, token] = /<b>(.*?)<\/b>.*<b>(.*?)<\/b>/.exec(card);
        return { device, token, language: /lang="(..)"/.exec(card)[1] };
    });
}

test('an import makes a card for each new token, and for nothing else', () => {
    writeFileSync(at('devices.csv'), 'device_id,language\n0091,en\n0092,cs\n0093,\nnonsense,en\n');
    const first = relay.cli(['device', 'import', at('devices.csv'), '--tokens-to', at('tokens.csv'), '--cards', at('cards.html')]);
    assert.equal(first.status, 65, first.stderr);
    const tokens = new Map(readFileSync(at('tokens.csv'), 'utf8').trim().split('\n').slice(1).map((line) => line.split(',')));
    const cards = cardsIn(at('cards.html'));
    assert.deepEqual(cards.map(({ device, token }) => [device, token]), [...tokens]);
    assert.deepEqual(cards.map(({ language }) => language), ['en', 'cs', 'cs']);
    assert.equal(statSync(at('cards.html')).mode & 0o777, 0o600);

    const again = relay.cli(['device', 'import', at('devices.csv'), '--cards', at('none.html')]);
    assert.equal(again.status, 65, again.stderr);
    assert.equal(existsSync(at('none.html')), false, 'no token was made, so there is no card');

    const dry = relay.cli(['device', 'import', '-', '--dry-run', '--cards', at('none.html')], 'device_id\n0099\n');
    assert.equal(dry.status, 0, dry.stderr);
    assert.equal(existsSync(at('none.html')), false);
});

test('cards that are there are not written over, and nothing is changed', () => {
    writeFileSync(at('precious.html'), 'cards');
    const refused = relay.cli(['device', 'import', '-', '--cards', at('precious.html')], 'device_id\n0094\n');
    assert.equal(refused.status, 74, refused.stderr);
    assert.match(refused.stderr, /precious\.html: File exists/);
    assert.notEqual(relay.cli(['device', 'show', '0094']).status, 0);
});

test('a thousand cards are one file, each with the token of its device', () => {
    const kCards = 1_000;  // ten thousand take twelve seconds: docs/measurements.md
    const ids = Array.from({ length: kCards }, (_, i) => (0x200000 + i).toString(16).toUpperCase());
    const made = relay.cli(['device', 'import', '-', '--tokens-to', at('many.csv'), '--cards', at('many.html')], ['device_id', ...ids].join('\n') + '\n');
    assert.equal(made.status, 0, made.stderr);

    const cards = cardsIn(at('many.html'));

    assert.equal(cards.length, kCards);
    assert.deepEqual(cards.map(({ device }) => device), ids);
    assert.equal(new Set(cards.map(({ token }) => token)).size, kCards);
    const tokens = readFileSync(at('many.csv'), 'utf8').trim().split('\n').slice(1);
    assert.deepEqual(cards.map(({ device, token }) => `${device},${token}`), tokens);
    assert.equal(readFileSync(at('many.html'), 'utf8').split('<svg ').length - 1, kCards);
});

test('the card of a new token fills the form in', async () => {
    await relay.start();
    const made = relay.cli(['device', 'new-token', '0091', '--card', at('card.html')]);
    assert.equal(made.status, 0, made.stderr);
    const [card] = cardsIn(at('card.html'));
    assert.equal(made.stdout, `device_id,token\n0091,${card.token}\n`);

    const toForm = await fetch(`${relay.url}/form?device=${card.device}&token=${card.token}`, { redirect: 'manual', headers: { 'accept-language': 'en' } });
    const cookie = toForm.headers.get('set-cookie').split(';')[0];
    const form = await (await fetch(relay.url + toForm.headers.get('location'), { headers: { cookie } })).text();
    assert.ok(form.includes('value="0091"') && form.includes(card.token), form);
});
