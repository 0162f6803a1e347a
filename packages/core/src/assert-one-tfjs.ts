import { Environment, env, version_core } from '@tensorflow/tfjs-core';
import { UnsupportedError } from './errors';

/**
 * Refuses to go on when more than one copy of `@tensorflow/tfjs-core` is loaded. All copies in a page or process share, by a
 * global, the engine of the first: kernels, gradients, flags and tensor methods then come from several versions without a word.
 *
 * It sees a copy that was loaded before ours, one that was loaded after this package, and in Node also one in between. Several entry
 * points of one installation (ES modules and CommonJS in Node) are one copy, and each worker has an engine of its own.
 * @throws UnsupportedError, naming `where`, the version and places of the copies and what to do.
 */
export function assertOneTfjs(where: string): void {
  const own = fileOf(() => new Environment({}).set(noFlag, 0));
  const others = [fileOf(() => env().set(noFlag, 0)), fileOf(() => env().platform?.encode('', noFlag))].filter(
    (file) => file !== undefined && file !== own,
  );
  if (!madeByAnother() && !followedByAnother() && !(isNodeBuild(own) && others.some(isNodeBuild))) return;
  throw new UnsupportedError(
    where,
    `two copies of @tensorflow/tfjs-core are loaded: version ${version_core}${own ? ` (${own})` : ''}, which Jensen imports, and ` +
      `another${others[0] ? ` (${others[0]})` : ''}. They share one engine, so that kernels and gradients of both mix and numbers can be ` +
      'wrong. Let everything import the same one: `npm ls @tensorflow/tfjs-core` shows who brings which, `npm dedupe` merges versions that ' +
      "agree. In a bundler resolve it once (Vite: resolve.dedupe: ['@tensorflow/tfjs-core']), and load no second tfjs by a <script>.",
  );
}

const noFlag = 'JENSEN_NO_SUCH_FLAG';

/** The engine and its environment come from the copy that was loaded first. */
const madeByAnother = (): boolean => !(env() instanceof Environment);

// Every copy of every version registers these on the environment that all share.
const flags = ['IS_NODE', 'IS_BROWSER', 'PROD'];
const registrations = (): unknown[] => {
  const { flagRegistry } = env() as unknown as { flagRegistry: Record<string, unknown> };
  return flags.map((flag) => flagRegistry[flag]);
};
const registered = /* @__PURE__ */ registrations();
const platform = /* @__PURE__ */ env().platform;

/**
 * A copy that was loaded since has registered all flags again, and its platform too: parts of tfjs-core that are inlined
 * in tfjs-layers' build for Node do only the first.
 */
const followedByAnother = (): boolean =>
  env().platform !== platform && registrations().every((flag, i) => flag !== registered[i]);

/** A file that holds the whole of tfjs-core: two such files are two copies. Bundlers and source maps make other files. */
const isNodeBuild = (file: string | undefined): boolean => file?.endsWith('tf-core.node.js') === true;

/** The file of the function that throws in `run`, where stack traces tell. */
function fileOf(run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    const frames = String((error as Error).stack).split('\n');
    const top = frames.find((line) => /:\d+:\d+\)?$/.test(line));
    return top?.match(/(?:\(|@|at )((?:[a-z]+:\/\/|\/|[a-z]:\\).*?):\d+:\d+\)?$/i)?.[1];
  }
  return undefined;
}
