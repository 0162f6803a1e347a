import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';

/**
 * Compares every import and every package.json below `packages` with the table of layers.
 * @param {string} packages folder with one folder per package
 * @param {Record<string, { imports: string[] }>} layers
 * @returns {string[]} what is wrong, one line each
 */
export function checkLayers(packages, layers) {
  const folders = readdirSync(packages).filter((name) => existsSync(join(packages, name, 'package.json')));
  return [
    ...folders.filter((name) => !layers[name]).map((name) => `${name}: has no row in the table of layers`),
    ...Object.keys(layers)
      .filter((name) => !folders.includes(name))
      .map((name) => `${name}: is in the table only`),
    ...folders.filter((name) => layers[name]).flatMap((name) => checkPackage(join(packages, name), name, layers[name])),
  ];
}

function checkPackage(folder, name, row) {
  const problems = [];
  const used = new Set();
  for (const file of sources(join(folder, 'src'))) {
    const within = relative(join(folder, 'src'), file);
    for (const specifier of imports(file)) {
      const problem = specifier.startsWith('.') ? judgeRelative(specifier, within) : judge(specifier, row, within);
      if (problem) problems.push(`${name}: ${relative(folder, file)} imports ${specifier}: ${problem}`);
      if (!specifier.startsWith('.') && !specifier.startsWith('node:')) used.add(packageOf(specifier));
    }
  }
  return [...problems, ...checkManifest(folder, name, used)];
}

const inNode = (path) => path.startsWith(`node${sep}`);

/** `within` and the import are seen from the package's src. */
function judgeRelative(specifier, within) {
  const target = join(dirname(within), specifier);
  if (target.startsWith('..')) return 'it is outside of src';
  if (isTest(target)) return 'it belongs to tests';
  return (inNode(target) || target === 'node') && !inNode(within) ? 'src/node is for Node only' : undefined;
}

function judge(specifier, row, within) {
  if (specifier.startsWith('node:')) return inNode(within) ? undefined : 'Node modules are for src/node only';
  return row.imports.includes(packageOf(specifier)) ? undefined : `its layer allows ${row.imports.join(', ')}`;
}

/** Dependencies and peers must be those that the sources import, own packages by `workspace:^`, tfjs-core as a peer. */
function checkManifest(folder, name, used) {
  const {
    dependencies = {},
    peerDependencies = {},
    peerDependenciesMeta = {},
  } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const declared = { ...dependencies, ...peerDependencies };
  // An optional peer says which versions go together; its values may be taken by their structure alone.
  const mayBeUnused = (dependency) =>
    dependency === '@tensorflow/tfjs-core' || peerDependenciesMeta[dependency]?.optional === true;
  const problems = [];
  for (const specifier of used)
    if (!(specifier in declared)) problems.push(`does not declare ${specifier}, which it imports`);
  for (const [dependency, version] of Object.entries(declared)) {
    const isOwn = dependency.startsWith('@jensenjs/');
    if (!used.has(dependency) && !mayBeUnused(dependency)) problems.push(`declares ${dependency} and never imports it`);
    if (isOwn && (version !== 'workspace:^' || !(dependency in dependencies)))
      problems.push(`${dependency} must be a dependency with workspace:^`);
  }
  if (!('@tensorflow/tfjs-core' in peerDependencies))
    problems.push('@tensorflow/tfjs-core must be a peer: one engine per process');
  return problems.map((problem) => `${name}: package.json: ${problem}`);
}

function sources(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]sx?$/.test(entry.name) && !isTest(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

function isTest(path) {
  return /\.(test|test-d|fixture)(\.ts)?$/.test(path);
}

/** Every module that a file names: imports and exports, of types too, `import()`, `require()` and `import x = require()`. */
function imports(file) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const found = source.typeReferenceDirectives.map(({ fileName }) => fileName);
  // A constant of the file hides an optional package from bundlers, not from this check.
  const constant = (name) => new RegExp(`^const ${name} = '([^']+)';`, 'm').exec(source.text)?.[1];
  const visit = (node) => {
    const named = moduleOf(node);
    if (named) found.push(ts.isStringLiteralLike(named) ? named.text : (constant(named.text) ?? named.getText(source)));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function moduleOf(node) {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isExternalModuleReference(node)) return node.expression;
  if (ts.isImportTypeNode(node)) return node.argument.literal;
  const called = ts.isCallExpression(node) && node.expression;
  const loads = called && (called.kind === ts.SyntaxKind.ImportKeyword || called.text === 'require');
  return loads ? node.arguments[0] : undefined;
}

/** `@scope/name/sub` → `@scope/name`. */
function packageOf(specifier) {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
