interface NodeProcess {
  readonly listeners: (event: string) => readonly (() => void)[];
  readonly off: (event: string, listener: () => void) => void;
}

/**
 * In Node, starting the wasm module leaves handlers on the process that rethrow every uncaught error, which changes
 * exit codes and defeats the handlers of the application. The function returned removes those that came since.
 */
export function keepProcessListeners(): () => void {
  const { process } = globalThis as { process?: Partial<NodeProcess> };
  const { listeners, off } = process ?? {};
  if (!listeners || !off) return () => undefined;
  const events = ['uncaughtException', 'unhandledRejection'];
  const before = events.map((event) => new Set(listeners.call(process, event)));
  return () => {
    for (const [i, event] of events.entries())
      for (const listener of listeners.call(process, event))
        if (!before[i]?.has(listener)) off.call(process, event, listener);
  };
}
