// Screenshots of every screen in both languages, sizes and schemes: node shots.mjs URL FOLDER
import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { ARGS, EXECUTABLE, logIn } from './browser.mjs';

const [url = 'http://127.0.0.1:8080', folder = 'shots', only = ''] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: EXECUTABLE, args: ARGS });
const every = ['ja', 'en'].flatMap((lang) => [[1280, 720], [1920, 1080]].flatMap(([width, height]) => ['light', 'dark'].map((scheme) => [lang, width, height, scheme])));
for (const [lang, width, height, scheme] of every) {
  const name = `${lang}-${width}-${scheme}`;
  if (only && !name.includes(only)) continue;
  const page = await browser.newPage({ viewport: { width, height }, locale: lang, colorScheme: scheme });
  page.on('pageerror', (error) => console.log(name, 'page error', error.message));
  page.on('console', (m) => m.type() === 'error' && console.log(name, m.text()));
  await page.goto(url);
  await page.getByRole('button', { name: /^(ログイン|Log in)$/ }).waitFor();
  await page.getByRole('button', { name: lang === 'ja' ? '日本語' : 'English' }).click();
  await page.screenshot({ path: `${folder}/${name}-1-login.png` });
  await logIn(page);
  await page.getByRole('table').first().waitFor();
  await page.waitForTimeout(1500);
  await page.screenshot({ path: `${folder}/${name}-2-floor.png` });
  await page.locator('header button').first().click();
  await page.waitForTimeout(300);
  await page.screenshot({ path: `${folder}/${name}-3-status.png` });
  await page.keyboard.press('Escape');
  await page.goto(`${url}/history`);
  await page.getByRole('row').nth(3).waitFor();
  await page.waitForTimeout(400);
  await page.screenshot({ path: `${folder}/${name}-4-history.png` });
  await page.getByRole('row').filter({ has: page.getByRole('button', { name: /再生|Play/ }) }).nth(1).click();
  await page.locator('[data-loaded]').waitFor();
  await page.waitForTimeout(300);
  await page.screenshot({ path: `${folder}/${name}-5-detail.png` });
  await page.close();
}
await browser.close();
