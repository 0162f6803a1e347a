/** Runs something with stack traces long enough to reach the user's code through tfjs and this library. */
export function withLongStacks<T>(run: () => T): T {
  const before = traces.stackTraceLimit;
  traces.stackTraceLimit = 200;
  try {
    return run();
  } finally {
    if (before === undefined) delete traces.stackTraceLimit;
    else traces.stackTraceLimit = before;
  }
}

/** V8's setting; other engines keep whole stacks and ignore it. */
const traces = Error as unknown as { stackTraceLimit?: number };

/** The line of the caller's own code in a stack: the first that is neither tfjs', nor the library's, nor the platform's. */
export function userLine(stack: string | undefined): string | undefined {
  const frames = (stack ?? '').split('\n').filter((line) => /:\d+:\d+\)?$/.test(line));
  const place = frames.find((line) => !FOREIGN.test(line) && !isOurs(line));
  return place
    ?.trim()
    .replace(/^at /, '')
    .replace(/^.*\((.*)\)$/, '$1');
}

const FOREIGN =
  /@tensorflow[/\\+]|tf-(?:core|layers)[./\\]|node:|tfjs-(?:core|layers|backend)|@jensenjs[/\\]|<anonymous>$/;

/** In a workspace the packages lie beside this one, under no telling name; their tests are callers like any other. */
const isOurs = (line: string): boolean =>
  workspace !== undefined && line.includes(workspace) && /[/\\](?:src|dist)[/\\]/.test(line) && !/\.test\./.test(line);

const workspace = /* @__PURE__ */ packagesFolder(new Error('here').stack);

function packagesFolder(stack: string | undefined): string | undefined {
  return stack?.match(/((?:\/|[A-Za-z]:\\)\S*?[/\\]packages[/\\])compile[/\\]/)?.[1];
}
