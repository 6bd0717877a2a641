// Judges what Fastness signs, with code that nobody here wrote: ethers, viem, @solana/kit and litesvm.
// One JSON question a line on standard input, one JSON answer a line on standard output.
import { createInterface } from 'node:readline';
import { ethers } from 'ethers';
import * as viem from 'viem';
import { recoverAuthorizationAddress } from 'viem/utils';
import * as kit from '@solana/kit';
import { LiteSVM, TransactionMetadata } from 'litesvm';

const SYSTEM = '11111111111111111111111111111111';
let chain;

const questions = {
  versions: () => ({ ethers: ethers.version }),

  // ---- EVM ----

  'evm-make': ({ tx }) => {
    const typed = { ...tx };
    for (const key of ['chainId', 'value', 'gasLimit', 'gasPrice', 'maxFeePerGas', 'maxPriorityFeePerGas']) if (key in typed) typed[key] = BigInt(typed[key]);
    if (typed.authorizationList) {
      typed.authorizationList = typed.authorizationList.map((a) => ({
        address: a.address, chainId: BigInt(a.chainId), nonce: BigInt(a.nonce),
        signature: ethers.Signature.from({ r: a.r, s: a.s, yParity: a.yParity }),
      }));
    }
    const byEthers = ethers.Transaction.from(typed);
    const names = { 0: 'legacy', 1: 'eip2930', 2: 'eip1559', 4: 'eip7702' };
    const byViem = viem.serializeTransaction({
      type: names[tx.type], chainId: Number(tx.chainId), nonce: tx.nonce, gas: BigInt(tx.gasLimit), to: tx.to, value: BigInt(tx.value), data: tx.data,
      ...(tx.gasPrice ? { gasPrice: BigInt(tx.gasPrice) } : { maxFeePerGas: BigInt(tx.maxFeePerGas), maxPriorityFeePerGas: BigInt(tx.maxPriorityFeePerGas) }),
      ...(tx.accessList ? { accessList: tx.accessList } : {}),
      ...(tx.authorizationList ? {
        authorizationList: tx.authorizationList.map((a) => ({
          address: a.address, chainId: Number(a.chainId), nonce: Number(a.nonce), r: a.r, s: a.s, yParity: a.yParity,
        })),
      } : {}),
    });
    return { ethers: byEthers.unsignedSerialized, viem: byViem, hash: byEthers.unsignedHash };
  },

  'evm-verify': async ({ raw }) => {
    const tx = ethers.Transaction.from(raw);
    return {
      ethers: tx.from, hash: tx.hash, value: tx.value.toString(), to: tx.to,
      viem: await viem.recoverTransactionAddress({ serializedTransaction: raw }),
      viemHash: viem.keccak256(raw),
      authorities: (tx.authorizationList ?? []).map((a) => ethers.verifyAuthorization(a, a.signature)),
    };
  },

  'message-verify': async ({ message, signature }) => ({
    ethers: ethers.verifyMessage(ethers.getBytes(message), signature),
    viem: await viem.recoverMessageAddress({ message: { raw: message }, signature }),
  }),

  'typed-verify': async ({ json, signature }) => {
    const { types, primaryType, domain, message } = JSON.parse(json);
    const { EIP712Domain, ...own } = types;
    let byEthers;
    try { // ethers guesses the primary type, so it refuses unused types: drop them for it
      const used = {};
      const visit = (name) => {
        if (used[name] || !own[name]) return;
        used[name] = own[name];
        own[name].forEach((field) => visit(field.type.split('[')[0]));
      };
      visit(primaryType);
      byEthers = { digest: ethers.TypedDataEncoder.hash(domain, used, message), from: ethers.verifyTypedData(domain, used, message, signature) };
    } catch (refused) {
      byEthers = { digest: '', from: '', refused: String(refused) };
    }
    return {
      ethersDigest: byEthers.digest, ethers: byEthers.from, ethersRefused: byEthers.refused ?? '',
      viemDigest: viem.hashTypedData({ types, primaryType, domain, message }),
      viem: await viem.recoverTypedDataAddress({ types, primaryType, domain, message, signature }),
    };
  },

  'authorization-verify': async ({ chainId, address, nonce, signature }) => {
    const { r, s, yParity } = ethers.Signature.from(signature);
    return {
      ethers: ethers.verifyAuthorization({ chainId: BigInt(chainId), address, nonce: BigInt(nonce) }, signature),
      viem: await recoverAuthorizationAddress({ authorization: { chainId: Number(chainId), address, nonce: Number(nonce), r, s, yParity } }),
    };
  },

  // ---- Solana ----

  'solana-start': ({ payer, lamports }) => {
    chain = new LiteSVM();
    chain.airdrop(kit.address(payer), kit.lamports(BigInt(lamports)));
    return { blockhash: chain.latestBlockhash() };
  },

  'solana-make': ({ payer, to, lamports, blockhash, version, units, price }) => {
    const budget = kit.address('ComputeBudget111111111111111111111111111111');
    const data = (size, write) => { const out = new DataView(new ArrayBuffer(size)); write(out); return new Uint8Array(out.buffer); };
    const instructions = [];
    if (units) instructions.push({ programAddress: budget, data: data(5, (d) => { d.setUint8(0, 2); d.setUint32(1, units, true); }) });
    if (price) instructions.push({ programAddress: budget, data: data(9, (d) => { d.setUint8(0, 3); d.setBigUint64(1, BigInt(price), true); }) });
    instructions.push({
      programAddress: kit.address(SYSTEM),
      accounts: [{ address: kit.address(payer), role: kit.AccountRole.WRITABLE_SIGNER }, { address: kit.address(to), role: kit.AccountRole.WRITABLE }],
      data: data(12, (d) => { d.setUint32(0, 2, true); d.setBigUint64(4, BigInt(lamports), true); }),
    });
    const message = kit.pipe(
      kit.createTransactionMessage({ version: version === 'legacy' ? 'legacy' : 0 }),
      (m) => kit.setTransactionMessageFeePayer(kit.address(payer), m),
      (m) => kit.setTransactionMessageLifetimeUsingBlockhash({ blockhash, lastValidBlockHeight: 1000n }, m),
      (m) => kit.appendTransactionMessageInstructions(instructions, m),
    );
    return { message: ethers.hexlify(new Uint8Array(kit.compileTransaction(message).messageBytes)) };
  },

  'solana-run': ({ raw, to }) => {
    const result = chain.sendTransaction(kit.getTransactionDecoder().decode(ethers.getBytes(raw)));
    const accepted = result instanceof TransactionMetadata;
    return { accepted, reason: accepted ? '' : String(result.err()), balance: String(chain.getBalance(kit.address(to)) ?? 0n) };
  },

  'solana-text': ({ signer, application, text, format }) => {
    const content = { format, text };
    const octets = kit.getOffchainMessageV0Encoder().encode({
      version: 0, applicationDomain: application, content, requiredSignatories: [{ address: kit.address(signer) }],
    });
    return { octets: ethers.hexlify(new Uint8Array(octets)) };
  },

  'solana-verify': async ({ octets, signature, signer }) => {
    const key = await kit.getPublicKeyFromAddress(kit.address(signer));
    return { valid: await kit.verifySignature(key, ethers.getBytes(signature), ethers.getBytes(octets)) };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    const question = JSON.parse(line);
    answer = await questions[question.ask](question);
  } catch (failed) {
    answer = { failed: String(failed?.stack ?? failed) };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
