/** Keys that cannot leave this browser, kept as CryptoKey objects in IndexedDB. */

const NAME = "fastness";
const VERSION = 1;
export type Table = "device-keys" | "export-keys";

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("device-keys");
      request.result.createObjectStore("export-keys");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException("storage refused", "QuotaExceededError"));
  });
}

async function run<T>(table: Table, mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(table, mode, { durability: "strict" });
      const request = work(transaction.objectStore(table));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new DOMException("storage refused", "QuotaExceededError"));
    });
  } finally {
    database.close();
  }
}

export function put(table: Table, name: string, value: object): Promise<unknown> {
  return run(table, "readwrite", (store) => store.put(value, name));
}

export function get<T>(table: Table, name: string): Promise<T | undefined> {
  return run(table, "readonly", (store) => store.get(name) as IDBRequest<T | undefined>);
}

export function remove(table: Table, name: string): Promise<unknown> {
  return run(table, "readwrite", (store) => store.delete(name));
}
