// What every end-to-end test and screenshot shares: which browser, how, and how to get in.
export const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const ARGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required'];
export const PASSWORD = process.env.YOBIRIN_ADMIN_PASSWORD ?? 'Passw0rd1';

/** Fills in the login form and waits for the frame. */
export async function logIn(page, id = 'admin', password = PASSWORD) {
  await page.locator('input[name=username]').fill(id);
  await page.locator('input[name=password]').fill(password);
  await page.locator('button[type=submit]').click();
  await page.locator('#page').waitFor();
}
