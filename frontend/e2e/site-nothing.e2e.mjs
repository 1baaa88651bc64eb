// From nothing to a working call in a browser: a fresh server, its one-time password, everything by clicks and keys, a
// carrier (sipp) that calls, a phone (baresip) that answers, the call as it goes on, and its recording afterwards.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { ARGS, EXECUTABLE } from './browser.mjs';
import { freePort } from './free-port.mjs';
import { eventually, Site } from './site-rig.mjs';

const missing = ['baresip', 'sipp'].filter((program) => spawnSync('which', [program]).status !== 0);
const skip = missing.length > 0 && process.env.YOBIRIN_E2E !== 'require' && `needs ${missing.join(', ')}`;
const CALLER = '09012345678';
const DID = '0312340001';
const [THEIRS, GREETING, OURS] = [520, 880, 660]; // Hz: what the caller, the menu and the agent say

let browser;
const running = [];
before(async () => {
  if (!skip) browser = await chromium.launch({ executablePath: EXECUTABLE, args: ARGS });
});
after(async () => {
  await browser?.close();
  for (const child of running) child.kill('SIGKILL');
});

/** The words of the screens, out of their own files. */
function words(language) {
  const all = {};
  const folder = new URL('../packages/kit/src/i18n/', import.meta.url);
  for (const file of readdirSync(folder).filter((name) => new RegExp(`^${language}(-.*)?\\.ts$`).test(name)))
    for (const [, key, single, double] of readFileSync(new URL(file, folder), 'utf8').matchAll(/^ {2}'([^']+)': (?:'((?:[^'\\]|\\.)*)'|"([^"]*)"),$/gm)) all[key] = (single ?? double).replaceAll("\\'", "'");
  return (key, holes = {}) => Object.entries(holes).reduce((text, [name, value]) => text.replaceAll(`{{${name}}}`, value), all[key] ?? assert.fail(`no text ${key}`));
}

/** A tone as PCMU samples at 8 kHz, or as a 16 bit WAV file. */
const tone = (hz, seconds) => Int16Array.from({ length: 8000 * seconds }, (_, i) => Math.round(9000 * Math.sin((2 * Math.PI * hz * i) / 8000)));
function wav(samples) {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.length * 2, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(16000, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length * 2, 40);
  return Buffer.concat([head, Buffer.from(samples.buffer)]);
}
const muLaw = (samples) =>
  Buffer.from(samples, 0).map((_, i) => {
    const s = samples[i];
    const size = Math.min(Math.abs(s), 32635) + 132;
    const exponent = 31 - Math.clz32(size) - 7;
    return ~((s < 0 ? 0x80 : 0) | (exponent << 4) | ((size >> (exponent + 3)) & 15)) & 0xff;
  });

/** The samples of each channel of a PCM WAV file. */
function channels(file) {
  assert.equal(file.toString('latin1', 0, 4), 'RIFF');
  const [count, rate, bits] = [file.readUInt16LE(22), file.readUInt32LE(24), file.readUInt16LE(34)];
  assert.equal(bits, 16);
  const from = file.indexOf('data', 36, 'latin1') + 8;
  const frames = Math.floor((file.length - from) / 2 / count);
  return { rate, list: Array.from({ length: count }, (_, c) => Float64Array.from({ length: frames }, (_, i) => file.readInt16LE(from + 2 * (i * count + c)))) };
}

/** How many seconds of a channel hold a tone that makes up most of what is heard (Goertzel over 100 ms). */
function secondsOf(samples, rate, hz) {
  const window = Math.round(rate / 10);
  let heard = 0;
  for (let at = 0; at + window <= samples.length; at += window) {
    const k = 2 * Math.cos((2 * Math.PI * hz) / rate);
    let [a, b, all] = [0, 0, 0];
    for (let i = at; i < at + window; i++) {
      [a, b] = [samples[i] + k * a - b, a];
      all += samples[i] ** 2;
    }
    const power = (2 * (a * a + b * b - k * a * b)) / window;
    if (all / window > 10_000 && power / all > 0.6) heard += 0.1;
  }
  return heard;
}

/** A phone that registers with what the page shows, and takes calls. */
function baresip(dir, { user, password, server }, control, rtp) {
  const modules = ['/usr/lib', '/usr/local/lib', ...readdirSync('/usr/lib').map((name) => `/usr/lib/${name}`)].map((d) => `${d}/baresip/modules`).find((d) => existsSync(path.join(d, 'ausine.so')));
  mkdirSync(dir);
  writeFileSync(path.join(dir, 'config'), `poll_method epoll\nsip_listen 127.0.0.1:0\nnet_interface 127.0.0.1\naudio_source ausine,${OURS}\naudio_player aubridge,x\naudio_alert aubridge,ring\nausrc_srate 48000\nauplay_srate 48000\nausrc_channels 2\nauplay_channels 2\nrtp_ports ${rtp}-${rtp + 9}\nctrl_tcp_listen 127.0.0.1:${control}\nmodule_path ${modules}\nmodule g711.so\nmodule ausine.so\nmodule aubridge.so\nmodule_tmp account.so\nmodule_app ctrl_tcp.so\nmodule_app menu.so\nringback_disabled yes\nmenu_bell no\n`);
  writeFileSync(path.join(dir, 'accounts'), `<sip:${user}@${server}>;auth_user=${user};auth_pass=${password};regint=60;answermode=auto;answerdelay=0;audio_codecs=PCMU/8000/1;ptime=20\n`);
  writeFileSync(path.join(dir, 'contacts'), '');
  const child = spawn('baresip', ['-f', dir], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.said = '';
  for (const out of [child.stdout, child.stderr]) out.on('data', (text) => (child.said += text));
  running.push(child);
  return child;
}

/** Calls a number, presses 1 when the menu has been heard for a while, talks in a tone, and hangs up. */
async function sipp(dir, target, talk) {
  const raw = path.join(dir, 'tone.raw');
  writeFileSync(raw, muLaw(tone(THEIRS, 2)));
  const digits = path.join(dir, 'scenario.xml');
  const info = `<send retrans="500"><![CDATA[
INFO [next_url] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:${CALLER}@[local_ip]:[local_port]>;tag=[pid]c[call_number]
To: <sip:${DID}@[remote_ip]:[remote_port]>[peer_tag_param]
[routes]
Call-ID: [call_id]
CSeq: 2 INFO
Max-Forwards: 70
Content-Type: application/dtmf-relay
Content-Length: [len]

Signal=1
Duration=160
]]></send>
  <recv response="200"/>`;
  const base = readFileSync(new URL('../../server/e2e/testdata/sipp/caller.xml', import.meta.url), 'utf8')
    .replaceAll('<<.To>>', DID).replaceAll('<<.From>>', CALLER).replace(/<<if \.File>>\[rtpstream_audio_port\].*?<<end>>/, '[rtpstream_audio_port]')
    .replace(/<<if \.File>>( {2}<nop>.*<\/nop>)\n<<end>>/, `<pause milliseconds="2500"/>\n${info}\n$1\n`).replaceAll('<<.File>>', raw).replace(/<pause <<if \.Upto>>.*?\/>/, `<pause milliseconds="${talk}"/>`).replace('CSeq: 2 BYE', 'CSeq: 3 BYE');
  assert.doesNotMatch(base, /<</);
  writeFileSync(digits, base);
  const child = spawn('sipp', ['-sf', digits, '-i', '127.0.0.1', '-mi', '127.0.0.1', '-p', String(await freePort()), '-m', '1', '-nostdin', '-timeout', '120s', '-timeout_error', '-trace_err', '-error_file', path.join(dir, 'errors.log'), target], { cwd: dir, stdio: ['ignore', 'ignore', 'ignore'] });
  running.push(child);
  const gone = new Promise((done) => child.once('exit', done));
  return { gone, error: () => (existsSync(path.join(dir, 'errors.log')) ? readFileSync(path.join(dir, 'errors.log'), 'utf8').slice(0, 2000) : '') };
}

const field = (page, name) => page.locator(`#record-form [name="${name}"]`);

/** Saves by keys, and waits until the record has an address of its own; gives its id. */
async function saveNew(page, noun) {
  await page.keyboard.press('Control+s');
  await page.waitForURL(new RegExp(`/admin/${noun}/0[0-9a-f-]{35}`));
  return new URL(page.url()).pathname.split('/').at(-1);
}

/** Goes to a page of the administration by the tabs and links that are on the screen. */
async function to(page, t, label) {
  await page.getByRole('link', { name: t('nav.admin'), exact: true }).first().click();
  await page.getByRole('link', { name: t(label), exact: true }).first().click();
  await page.getByRole('heading', { level: 1, name: t(label), exact: true }).waitFor();
  await page.getByRole('button', { name: t('record.new'), exact: true }).click();
}

/** The visible field of that label in the form. */
const picker = (page, label) => ['combobox', 'textbox'].map((role) => page.locator('#record-form').getByRole(role, { name: label, exact: true })).reduce((a, b) => a.or(b)).first();

/** Chooses what is found by typing. */
async function choose(page, picker, text) {
  await picker.click();
  await picker.fill(text);
  await page.getByRole('option', { name: new RegExp(text) }).locator('visible=true').first().click();
}

for (const language of ['ja', 'en'])
  test(`${language}: a site from nothing to a call that is heard`, { skip }, async (t) => {
    const say = words(language);
    const site = await Site.start({ password: '' });
    t.after(() => site.stop());
    const password = await eventually('the one-time password', () => /with the password "([^"]+)"/.exec(site.said)?.[1]);
    const context = await browser.newContext({ locale: language, viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    t.after(() => process.env.YOBIRIN_SHOTS && page.screenshot({ path: path.join(process.env.YOBIRIN_SHOTS, `site-nothing-${language}.png`) }));
    t.after(() => context.close());
    const faults = [];
    page.on('pageerror', (error) => faults.push(error.stack));
    page.setDefaultTimeout(60_000);
    await page.addInitScript((lang) => localStorage.setItem('yobirin.language', lang), language);
    await page.goto(site.url);
    await page.locator('input[name=username]').fill('admin');
    await page.locator('input[name=password]').fill(password);
    await page.keyboard.press('Enter');
    await page.locator('#page').waitFor();

    await to(page, say, 'trunks.title');
    await field(page, 'name').fill('carrier');
    await field(page, 'host').fill(`127.0.0.1:${await freePort()}`);
    await saveNew(page, 'trunks');

    await to(page, say, 'agents.title');
    await field(page, 'login').fill('hanako');
    await field(page, 'name').fill('山田 花子');
    await field(page, 'extension').fill('2001');
    await field(page, 'password').fill('Passw0rd1');
    await saveNew(page, 'agents');

    await to(page, say, 'devices.title');
    await field(page, 'name').fill('hanako-desk');
    await field(page, 'user').fill('desk1');
    await choose(page, picker(page, say('devices.agent')), '花子');
    await page.getByRole('button', { name: say('devices.password.draw') }).click();
    await page.waitForFunction(() => document.querySelector('#record-form input[name=password]')?.value.length >= 12);
    await saveNew(page, 'devices');
    const card = page.getByRole('region', { name: say('devices.given') });
    await card.locator('dd code').nth(2).waitFor();
    const [user, secret, server] = await card.locator('dd code').allTextContents();
    assert.equal(user, 'desk1');
    const phone = baresip(path.join(site.dir, 'baresip'), { user, password: secret, server }, await freePort(), 46_000 + 20 * Math.floor(Math.random() * 100));
    await page.locator('[role=row]').filter({ hasText: 'hanako-desk' }).getByText(say('devices.live.registered'), { exact: true }).waitFor();

    await to(page, say, 'groups.title');
    await field(page, 'name').fill('受注');
    await field(page, 'extension').fill('3001');
    await page.getByRole('region', { name: say('groups.everybody') }).getByRole('checkbox', { name: /花子/ }).check();
    const group = await saveNew(page, 'groups');

    await to(page, say, 'audios.title');
    const dialog = page.getByRole('dialog');
    await dialog.locator('input[data-audio]').setInputFiles({ name: 'greeting.wav', mimeType: 'audio/wav', buffer: wav(tone(GREETING, 6)) });
    await dialog.locator('input[data-audio-name]').fill('greeting');
    await dialog.getByRole('button', { name: say('audios.add') }).click();
    await page.waitForURL(/\/admin\/audios\/[0-9a-f-]{36}/);

    await to(page, say, 'ivrs.title');
    await field(page, 'name').fill('代表案内');
    await field(page, 'extension').fill('4001');
    await field(page, 'buttons.enabled').focus();
    await page.keyboard.press('Space');
    await choose(page, picker(page, say('ivrs.audio')), 'greeting');
    await choose(page, page.locator('[data-key="1"] input').locator('visible=true').first(), '受注');
    await saveNew(page, 'ivrs');

    await to(page, say, 'numbers.title');
    await field(page, 'number').fill('03-1234-0001');
    await field(page, 'name').fill('代表');
    const route = page.getByRole('group', { name: say('numbers.route'), exact: true });
    await route.getByLabel(say('record.to.kind')).selectOption('ivr');
    await choose(page, route.locator('input').locator('visible=true').first(), '代表案内');
    await choose(page, picker(page, say('numbers.trunk')), 'carrier');
    await page.getByRole('radiogroup', { name: say('numbers.record'), exact: true }).getByText(say('record.on'), { exact: true }).click();
    await saveNew(page, 'numbers');

    await page.getByRole('link', { name: say('nav.sv'), exact: true }).first().click();
    await page.waitForURL(/\/realtime/);
    await page.getByRole('table').getByText('受注').first().waitFor();
    const call = await sipp(site.dir, `127.0.0.1:${site.sip.port}`, 8000);
    // Live: the call stands on the floor with who calls, and who talks.
    const live = page.locator('#page').getByText(/090-?1234-?5678/).first();
    await live.waitFor();
    const code = await call.gone;
    assert.equal(code, 0, `${call.error()}\n${phone.said.slice(-2000)}`);

    await page.getByRole('link', { name: say('nav.history'), exact: true }).first().click();
    const row = page.locator('[data-id]').filter({ hasText: /090-?1234-?5678/ }).first();
    await row.getByText('花子').first().waitFor();
    await row.click();
    await page.locator('[data-loaded]').waitFor();
    await page.getByRole('button', { name: say('player.play'), exact: true }).last().click();
    await page.waitForFunction(() => !['0:00', undefined].includes(document.querySelector('[data-testid=position]')?.textContent));

    const rest = await site.person('admin', password, language);
    const calls = await rest.json('GET', `/calls?number=${CALLER}`);
    assert.equal(calls.items.length, 1);
    const [one] = calls.items;
    assert.deepEqual([one.result, one.group?.id, one.agent?.name, one.hasRecording], ['answered', group, '山田 花子', true]);
    const got = await eventually('the recording', async () => {
      const answer = await rest.ask('GET', `/calls/${one.id}/recording`);
      return answer.status === 200 && answer;
    });
    const { rate, list } = channels(got.bytes);
    const heard = (hz) => Math.max(...list.map((samples) => secondsOf(samples, rate, hz)));
    for (const [hz, who] of [[THEIRS, 'caller'], [OURS, 'agent']]) assert.ok(heard(hz) > 4, `the recording has ${heard(hz)} s of the ${who}`);
    assert.ok(heard(1500) === 0, 'and nothing that nobody said');
    assert.deepEqual(faults, []);
  });
