// A person at a browser: Debian's Chromium with a virtual authenticator, driven by playwright-core.
import { strict as assert } from 'node:assert';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const WAIT_MILLIS = 30_000;

/** Messages of the browser that a correct run may cause: refused requests, which the page reports in words. */
const EXPECTED = [/Failed to load resource: the server responded with a status of 4/];

export async function launch() {
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--headless', '--disable-background-networking', '--disable-component-update'] });
}

export class Person {
  /** @param {{origin: string, email: string, prf: boolean, width?: number, scheme?: string, screenshots?: string}} options */
  static async arrive(browser, options) {
    const context = await browser.newContext({ viewport: { width: options.width ?? 1100, height: 860 }, colorScheme: options.scheme ?? 'light', acceptDownloads: true });
    const page = await context.newPage();
    page.setDefaultTimeout(WAIT_MILLIS);
    const cdp = await context.newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: { protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal', hasResidentKey: true, hasUserVerification: true, hasPrf: options.prf, isUserVerified: true, automaticPresenceSimulation: true },
    });
    return new Person(context, page, cdp, authenticatorId, options);
  }

  constructor(context, page, cdp, authenticatorId, options) {
    Object.assign(this, { context, page, cdp, authenticatorId, options });
    this.complaints = [];
    this.shots = 0;
    page.on('console', (message) => {
      if (message.type() === 'error' && !EXPECTED.some((each) => each.test(message.text()))) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
  }

  /** Says what is being done, and fails with the page's own words. */
  async step(name, work) {
    try {
      const result = await work(this.page);
      console.log(JSON.stringify({ step: name, ok: true }));
      await this.look(name);
      return result;
    } catch (error) {
      const alert = await this.page.locator('[role=alert]').allInnerTexts().catch(() => []);
      await this.look(`failed-${name}`);
      throw new Error(`${name}: ${error.message}\nthe page says: ${alert.join(' / ') || 'nothing'}\nat ${this.page.url()}\n${this.complaints.join('\n')}`, { cause: error });
    }
  }

  /** No page is wider than its window, no control is without a name; and a picture where pictures are wanted. */
  async look(name) {
    const found = await this.page.evaluate(() => ({
      tooWide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      nameless: [...document.querySelectorAll('button, a[href], input, textarea, select')].filter((each) => each.checkVisibility() && !(each.getAttribute('aria-label') || each.textContent.trim() || each.labels?.length)).map((each) => each.outerHTML),
    }));
    if (this.options.screenshots) {
      mkdirSync(this.options.screenshots, { recursive: true });
      const number = String(++this.shots).padStart(2, '0');
      await this.page.screenshot({ path: join(this.options.screenshots, `${number}-${name.replace(/[^a-z0-9]+/gi, '-')}.png`), fullPage: true });
    }
    if (name.startsWith('failed')) return;
    assert.ok(found.tooWide <= 0, `${name}: the page is ${found.tooWide} px wider than its window`);
    assert.deepEqual(found.nameless, [], `${name}: controls without a name`);
  }

  async signInByMail() {
    await this.step('sign in by e-mail', async (page) => {
      await page.goto(this.options.origin);
      await page.fill('input[name=email]', this.options.email);
      await page.click('.sign-in button[type=submit]');
      await page.waitForSelector('input[name=code]');
      await page.fill('input[name=code]', await this.mailedCode());
      await page.waitForURL((url) => url.hostname.startsWith('wallet.'));
      await page.waitForSelector('#create-passkey, #without-passkey, #unlock');
      assert.ok(!page.url().includes('handoff'), 'the handoff is taken out of the address');
    });
  }

  /** The newest code in the development outbox for this person. */
  async mailedCode() {
    const deadline = Date.now() + WAIT_MILLIS;
    for (;;) {
      const { mails } = await (await fetch(`${this.options.origin}/dev/outbox.json`)).json();
      const code = mails.find((mail) => mail.to === this.options.email)?.text.match(/\b\d{6}\b/)?.[0];
      if (code) return code;
      assert.ok(Date.now() < deadline, 'no mail with a code came');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Shows, notes, and types back the recovery code, with a mistake first. */
  async keepRecoveryCode() {
    return this.step('keep the recovery code', async (page) => {
      await page.waitForSelector('#code-kept');
      const code = await page.getAttribute('#recovery-code', 'data-code');
      await page.click('#code-kept');
      const wrong = (code[0] === '7' ? '8' : '7') + code.slice(1);
      await page.fill('textarea[name=recovery-code]', wrong);
      await page.click('button[type=submit]');
      await page.waitForSelector('textarea[aria-invalid=true]');
      await page.fill('textarea[name=recovery-code]', code.toLowerCase().replaceAll('-', ' '));
      await page.click('button[type=submit]');
      await page.waitForSelector('textarea[name=recovery-code]', { state: 'detached' });
      return code;
    });
  }

  async signUp() {
    await this.step('create a passkey', async (page) => {
      await page.click('#create-passkey');
      if (!this.options.prf) {
        await page.waitForSelector('#accept-basic');
        await page.click('#accept-basic');
      }
      await page.waitForSelector('#code-kept');
    });
    const code = await this.keepRecoveryCode();
    await this.step('create the account', async (page) => {
      await page.click('#confirm-create');
      await page.waitForSelector('#receive-panel');
    });
    return code;
  }

  async addresses() {
    return this.step('see the addresses', async (page) => {
      await this.goTo('account');
      const out = {};
      for (const chain of ['ethereum', 'bitcoin-p2wpkh', 'bitcoin-p2tr', 'solana']) {
        await page.click(`#tab-${chain}`);
        out[chain] = (await page.innerText(`#address-${chain}`)).trim();
        assert.ok((await page.locator('.qr svg path').getAttribute('d')).length > 500, 'a QR code is drawn');
      }
      return out;
    });
  }

  async goTo(name) {
    await this.page.click(`nav a[href="#/${name}"]`);
    await this.page.waitForSelector(`nav a[href="#/${name}"][aria-current=page]`);
  }

  async unlock() {
    await this.step('unlock', async (page) => {
      await page.click('#unlock');
      await page.waitForSelector('nav a[aria-current=page]');
    });
  }

  async close() {
    assert.deepEqual(this.complaints, [], 'the browser complained about nothing');
    await this.context.close();
  }
}
