import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Plugin } from 'esbuild';

const core = createRequire(import.meta.url)('@tensorflow/tfjs-core') as Record<string, Record<string, unknown>>;
/** Public namespaces of tfjs-core, searched for names that its entry does not export itself. */
const namespaces = ['util', 'backend_util', 'broadcast_util', 'slice_util'];
/** Where the members of private modules, imported as a whole, are public. */
const publicNamespaceOf: Record<string, string> = { axis_util: 'backend_util', conv_util: 'backend_util' };

/** The only files that may be copied into the bundle: stateless and not public. */
const copied =
  /(register_all_gradients|gradients[\\/]\w+|ops[\\/]\w+_(grad|backprop|backprop_input|backprop_filter))\.js$/;

/**
 * esbuild plugin: copies the gradients of tfjs-core, which plain Node cannot import (their imports lack
 * extensions), and takes everything that they use from the public entry of tfjs-core, the user's own peer. A second copy of
 * an op would work on a second engine. Fails the build when a file with state would be copied.
 */
export function tfjsRedirect(): Plugin {
  return {
    name: 'tfjs-redirect',
    setup(build) {
      build.onLoad({ filter: /tfjs-core[\\/]dist[\\/].*\.js$/ }, async ({ path }) => {
        if (!copied.test(path))
          return { errors: [{ text: `tfjs-redirect: ${path} must come from tfjs-core, not be copied.` }] };
        return { contents: redirect(await readFile(path, 'utf8')), loader: 'js' };
      });
    },
  };
}

function redirect(source: string): string {
  return source
    .replace(/^import \{([^}]*)\} from '(\.[^']*)';$/gm, (_, names: string, from: string) =>
      names
        .split(',')
        .map((name) => redirectName(name.trim(), from))
        .join('\n'),
    )
    .replace(/^import \* as (\w+) from '\.[^']*?(\w+)';$/gm, (_, local: string, file: string) =>
      fromPeer(publicNamespaceOf[file] ?? file, local),
    )
    .replace(/^for \(const gradientConfig of gradConfigs\) \{[^}]*\}$/m, 'export { gradConfigs };')
    .replace(/^\/\/# sourceMappingURL=.*$/m, '');
}

function redirectName(specifier: string, from: string): string {
  const [name = '', local = name] = specifier.split(' as ');
  if (name === 'ENGINE') return `${fromPeer('engine', `${local}_of`)}\nconst ${local} = /* @__PURE__ */ ${local}_of();`;
  // Gradients pass tensors only, so that there is nothing to convert.
  if (name === 'convertToTensor') return `const ${local} = (tensor) => tensor;`;
  if (name in core) return fromPeer(name, local);
  const namespace = namespaces.find((key) => name in (core[key] ?? {}));
  if (namespace) return `${fromPeer(namespace, `${local}_in`)}\nconst ${local} = ${local}_in.${name};`;
  return `import { ${specifier} } from '${from}';`;
}

function fromPeer(name: string, local: string): string {
  if (!(name in core)) throw new Error(`tfjs-redirect: tfjs-core does not export ${name}.`);
  return `import { ${name} as ${local} } from '@tensorflow/tfjs-core';`;
}
