/** An address from which workers of this page start, until it is released. */
export interface UsableScript {
  readonly address: string;
  readonly release: () => void;
}

/**
 * Tries the script of a thread, which posts a message when it runs. Workers must come from the origin of their page, so that a script of
 * another origin is copied first. Throws an Error when the script does not run.
 */
export async function usableScript(script: string, patience: number): Promise<UsableScript> {
  const { origin, href } = globalThis.location;
  const usable =
    new URL(script, href).origin === origin ? { address: script, release: () => undefined } : await copied(script);
  try {
    await trial(usable.address, patience);
    return usable;
  } catch (error) {
    usable.release();
    throw error;
  }
}

async function copied(script: string): Promise<UsableScript> {
  const response = await fetch(script);
  if (!response.ok) throw new Error(`${script} cannot be fetched (status ${response.status})`);
  const address = URL.createObjectURL(new Blob([await response.text()], { type: 'text/javascript' }));
  return { address, release: () => URL.revokeObjectURL(address) };
}

async function trial(address: string, patience: number): Promise<void> {
  const worker = new Worker(address);
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (): void => reject(new Error(`${address} does not run as a worker`));
      timer = setTimeout(fail, patience);
      worker.addEventListener('message', () => resolve());
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        fail();
      });
    });
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}
