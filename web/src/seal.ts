/** The electronic seal of a signature: by a key that this browser made for its seat, keeps, and cannot give away. */

import type { Seating } from "./api.ts";

/** Ed25519 (RFC 8032) over the 32 bytes of the hash that is signed; both in hex. */
export interface Seal {
  readonly seal: string;
  readonly public_key: string;
}

const STORE = "seals";

/** Whether this browser knows Ed25519, and trusts the way by which the page came. */
export async function canSeal(): Promise<boolean> {
  return made().then(
    () => true,
    () => false,
  );
}

/** The seal over a text's hash; null where this browser makes none: a signature counts without it. */
export async function sealOver(seating: Seating, hash: string): Promise<Seal | null> {
  try {
    const { privateKey, publicKey } = await keyOf(seating);
    const [seal, key] = await Promise.all([
      crypto.subtle.sign("Ed25519", privateKey, bytesOf(hash)),
      crypto.subtle.exportKey("raw", publicKey),
    ]);
    return { seal: hexOf(seal), public_key: hexOf(key) };
  } catch {
    return null;
  }
}

async function made(): Promise<CryptoKeyPair> {
  // Its private half cannot be taken out, by no script of this page either.
  return (await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])) as CryptoKeyPair;
}

/** The seat's key, made at its first seal. */
async function keyOf({ session, seat }: Seating): Promise<CryptoKeyPair> {
  const name = `${session}/${seat}`;
  const store = await opened();
  try {
    const known = await asked<CryptoKeyPair | undefined>(store.transaction(STORE).objectStore(STORE).get(name));
    if (known) return known;
    const fresh = await made();
    const keys = store.transaction(STORE, "readwrite").objectStore(STORE);
    // Another tab may have made one meanwhile.
    const other = await asked<CryptoKeyPair | undefined>(keys.get(name));
    if (!other) await asked(keys.add(fresh, name));
    return other ?? fresh;
  } finally {
    store.close();
  }
}

function opened(): Promise<IDBDatabase> {
  const opening = indexedDB.open("vcsession", 1);
  opening.onupgradeneeded = () => void opening.result.createObjectStore(STORE);
  return asked(opening);
}

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((answer, failed) => {
    request.onsuccess = () => answer(request.result);
    request.onerror = () => failed(request.error);
  });
}

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function hexOf(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
