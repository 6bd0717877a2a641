// The whole flow of a person at the pages, against a real server and a real EVM node; ethers judges what was signed.
// usage: node flow.mjs --origin http://localhost:8080 --rpc http://127.0.0.1:8545 --prf on|off [--out DIR] [--screenshots DIR] [--width 1100] [--scheme light|dark]
import { strict as assert } from 'node:assert';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ethers } from 'ethers';
import { launch, Person } from './browser.mjs';

const { values: options } = parseArgs({ options: {
  origin: { type: 'string' }, rpc: { type: 'string' }, prf: { type: 'string', default: 'on' }, out: { type: 'string', default: '' },
  screenshots: { type: 'string', default: '' }, width: { type: 'string', default: '1100' }, scheme: { type: 'string', default: 'light' },
} });
const prf = options.prf === 'on';
const FRIEND = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
const AMOUNT = prf ? '0.25' : '0.01';
const TYPED = {
  types: { EIP712Domain: [{ name: 'name', type: 'string' }, { name: 'chainId', type: 'uint256' }], Unused: [{ name: 'a', type: 'string' }], Mail: [{ name: 'contents', type: 'string' }, { name: 'count', type: 'uint64' }] },
  primaryType: 'Mail', domain: { name: 'Example', chainId: 31337 }, message: { contents: 'Hello, Bob!', count: 7 },
};

const rpc = new ethers.JsonRpcProvider(options.rpc, undefined, { pollingInterval: 100 });
const browser = await launch();
const email = `ada-${Date.now().toString(36)}@example.org`;
const about = { origin: options.origin, prf, width: Number(options.width), scheme: options.scheme, screenshots: options.screenshots };

try {
  const ada = await Person.arrive(browser, { ...about, email });
  await ada.signInByMail();
  const code = await ada.signUp();
  const addresses = await ada.addresses();
  assert.equal(addresses.ethereum, ethers.getAddress(addresses.ethereum));
  assert.match(addresses['bitcoin-p2wpkh'], /^bc1q[02-9ac-hj-np-z]{38}$/);
  assert.match(addresses['bitcoin-p2tr'], /^bc1p[02-9ac-hj-np-z]{58}$/);
  assert.match(addresses.solana, /^[1-9A-HJ-NP-Za-km-z]{32,44}$/);
  assert.match(await ada.page.innerText('.row-between .badge'), prf ? /Level 1/ : /Level 0/);

  await rpc.send('anvil_setBalance', [addresses.ethereum, ethers.toQuantity(ethers.parseEther('2'))]);
  await send(ada, addresses.ethereum);
  if (prf) {
    await signText(ada, addresses.ethereum);
    await signTypedData(ada, addresses.ethereum);
  } else {
    await refusesLargeAmount(ada);
  }
  await activity(ada);
  await devices(ada);
  if (prf) await exportSeed(ada, addresses.ethereum);
  await reload(ada, addresses);
  if (prf) await veto(ada, code);
  await recover(ada, code, addresses);
  await signOutAndIn(ada, addresses);
  await ada.close();
  console.log(JSON.stringify({ done: true, addresses }));
} finally {
  await browser.close();
  rpc.destroy();
}

async function send(person, from) {
  await person.step('fill in a payment with mistakes', async (page) => {
    await person.goTo('send');
    await page.waitForSelector('input[name=to]');
    await page.fill('input[name=to]', FRIEND.replace('d', 'D'));
    await page.fill('input[name=amount]', '1,5');
    await page.click('#review');
    assert.equal(await page.locator('[aria-invalid=true]').count(), 2);
    await page.fill('input[name=to]', FRIEND);
    await page.fill('input[name=amount]', '900');
    await page.click('#review');
    await page.getByText('More than you have').waitFor();
  });
  await person.step('review what the enclave decoded', async (page) => {
    await page.fill('input[name=amount]', AMOUNT);
    await page.click('#review');
    await page.waitForSelector('#approve');
    const shown = await page.innerText('.intent');
    assert.ok(shown.includes(FRIEND), 'the recipient is shown in full');
    assert.ok(shown.includes(AMOUNT), 'the amount is shown');
  });
  await person.step('approve, send and follow', async (page) => {
    const before = await rpc.getBalance(FRIEND);
    await page.click('#approve');
    await page.waitForSelector('[data-status=mined]');
    const hash = (await page.innerText('#transaction-hash')).trim();
    const receipt = await rpc.getTransactionReceipt(hash);
    assert.equal(receipt.status, 1);
    assert.equal(receipt.from, from);
    assert.equal(receipt.to, FRIEND);
    assert.equal((await rpc.getBalance(FRIEND)) - before, ethers.parseEther(AMOUNT));
  });
}

async function refusesLargeAmount(person) {
  await person.step('level 0 sends no large amount', async (page) => {
    await page.getByText('Send another').click();
    await page.fill('input[name=to]', FRIEND);
    await page.fill('input[name=amount]', '1');
    await page.click('#review');
    await page.waitForSelector('#approve');
    await page.click('#approve');
    await page.locator('[role=alert]').getByText(/limit/).first().waitFor();
  });
}

async function signText(person, address) {
  await person.step('sign a text', async (page) => {
    const text = 'This address is mine.\nNonce 4711, grüß dich.';
    await person.goTo('sign');
    await page.fill('textarea[name=payload]', text);
    await page.click('#review');
    await page.waitForSelector('#approve');
    await page.click('#approve');
    const signature = (await page.innerText('#signature')).trim();
    assert.equal(ethers.verifyMessage(text, signature), address);
  });
}

async function signTypedData(person, address) {
  await person.step('typed data of an unknown kind is off', async (page) => {
    await page.getByText('Sign another').click();
    await page.click('label:has(input[value=typed])');
    await page.fill('textarea[name=payload]', '{"types":');
    await page.click('#review');
    await page.waitForSelector('[aria-invalid=true]');
    await page.fill('textarea[name=payload]', JSON.stringify(TYPED));
    await page.click('#review');
    await page.waitForSelector('#approve, dialog');
    if (await page.locator('#approve').count()) await page.click('#approve');
    await page.waitForSelector('dialog');
    await page.click('dialog .button:not(.danger)');
    await page.getByText('Nothing was signed').waitFor();
  });
  await person.step('turn it on by step-up and sign', async (page) => {
    await page.click((await page.locator('#approve').count()) ? '#approve' : '#review');
    await page.waitForSelector('dialog');
    await page.click('dialog .danger');
    await page.waitForSelector('#approve, #signature');
    if (await page.locator('#approve:not([aria-busy])').count()) await page.click('#approve');
    const signature = (await page.innerText('#signature')).trim();
    assert.equal(ethers.verifyTypedData(TYPED.domain, { Mail: TYPED.types.Mail }, TYPED.message, signature), address);
  });
}

async function activity(person) {
  await person.step('check a receipt and keep it', async (page) => {
    await person.goTo('activity');
    await page.waitForSelector('.entry');
    await page.locator('.entry > summary').first().click();
    await page.getByText('Receipt checked').waitFor();
    assert.ok((await page.innerText('.entry[open]')).includes('not attested'));
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Download receipt').click()]);
    if (options.out) {
      mkdirSync(options.out, { recursive: true });
      await download.saveAs(join(options.out, 'receipt.json'));
      writeFileSync(join(options.out, 'log-key.txt'), (await page.innerText('.entry[open] #log-key')).trim());
    }
    await page.locator('.entry > summary').last().click();
    await page.locator('.entry').last().getByText('Receipt checked').waitFor();
  });
}

async function devices(person) {
  await person.step('add this browser as a device', async (page) => {
    await person.goTo('security');
    await page.click('#add-device');
    await page.fill('input[name=device-name]', 'Second key');
    await page.click('#add-browser');
    await page.locator('.devices > li').nth(1).waitFor();
  });
  await person.step('revoke the device', async (page) => {
    await page.locator('.devices > li', { hasText: 'Second key' }).getByRole('button').click();
    await page.click('dialog .danger');
    await page.locator('.devices > li', { hasText: 'Second key' }).waitFor({ state: 'detached' });
    assert.equal(await page.locator('.devices > li').count(), 1);
  });
  await person.step('the last device stays', async (page) => {
    await page.locator('.devices > li').getByRole('button').click();
    await page.getByText('This is the last device').waitFor();
  });
}

async function exportSeed(person, address) {
  await person.step('ask for the seed phrase and cancel', async (page) => {
    await page.click('#request-export');
    await page.click('dialog .danger');
    await page.waitForSelector('#cancel-export');
    await page.click('#cancel-export');
    await page.waitForSelector('#request-export');
  });
  await person.step('export the seed phrase', async (page) => {
    await page.click('#request-export');
    await page.click('dialog .danger');
    await page.click('#collect-export');
    await page.waitForSelector('#seed-words');
    const words = await page.locator('#seed-words li').allInnerTexts();
    assert.equal(ethers.HDNodeWallet.fromPhrase(words.join(' ')).address, address);
    assert.ok([12, 24].includes(words.length));
    await page.click('#words-done');
    await page.waitForSelector('#request-export');
  });
}

async function reload(person, addresses) {
  await person.step('reload: locked again', async (page) => {
    await page.reload();
    await page.waitForSelector('#unlock');
  });
  await person.unlock();
  assert.deepEqual(await person.addresses(), addresses);
}

/** A thief with the mailbox and the sheet starts a recovery; the owner stops it. */
async function veto(owner, code) {
  const thief = await Person.arrive(browser, { ...about, email, screenshots: '' });
  await thief.signInByMail();
  await thief.step('start a recovery with a wrong code, then the right one', async (page) => {
    await page.click('#lost-devices');
    await page.fill('textarea[name=recovery-code]', code);
    await page.click('#start-recovery');
    await page.waitForSelector('.countdown');
  });
  await owner.step('veto the recovery', async (page) => {
    await owner.goTo('security');
    await page.click('#veto');
    await page.waitForSelector('#thaw');
  });
  await thief.step('the recovery is over', async (page) => {
    await page.click('#continue-recovery');
    await page.click('#create-passkey');
    await page.waitForSelector('#code-kept');
    const fresh = await page.getAttribute('#recovery-code', 'data-code');
    await page.click('#code-kept');
    await page.fill('textarea[name=recovery-code]', fresh);
    await page.click('button[type=submit]');
    await page.getByText('no longer pending').waitFor();
  });
  await thief.context.close();
  await owner.step('unfreeze the account', async (page) => {
    await page.click('#thaw');
    await page.waitForSelector('#thaw', { state: 'detached' });
  });
}

async function recover(person, code, addresses) {
  await person.cdp.send('WebAuthn.clearCredentials', { authenticatorId: person.authenticatorId });
  await person.step('lose every device, start recovery', async (page) => {
    await page.reload();
    await page.click('#lost-devices');
    await page.fill('textarea[name=recovery-code]', code);
    await page.click('#start-recovery');
    await page.waitForSelector('.countdown');
  });
  await person.step('wait, and make a new passkey', async (page) => {
    await page.click('#continue-recovery');
    await page.click('#create-passkey');
    await page.waitForSelector('#code-kept');
  });
  const fresh = await person.keepRecoveryCode();
  assert.notEqual(fresh, code);
  await person.unlock();
  assert.deepEqual(await person.addresses(), addresses, 'the same addresses after recovery');
}

async function signOutAndIn(person, addresses) {
  await person.step('sign out', async (page) => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForSelector('#sign-in-passkey');
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  });
  await person.step('sign in by passkey alone, in a browser that forgot the account', async (page) => {
    await page.click('#sign-in-passkey');
    await page.waitForSelector('#unlock');
    await page.evaluate(() => localStorage.clear());
    await page.goto(`${person.options.origin}`);
    await page.click('#sign-in-passkey');
    await page.click('#find');
    await page.waitForSelector('#unlock');
  });
  await person.unlock();
  assert.deepEqual(await person.addresses(), addresses);
}
