import { run } from './run.mjs';

/** Installs packages of npm in a folder that has a package.json, without running a script of theirs. */
export function npmInstall(folder, ...packages) {
  const quiet = ['--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts'];
  run('npm', ['install', ...quiet, '--prefix', folder, ...packages], {
    cwd: folder,
    absent: 'npm is needed to fetch what the addon is built from: it comes with Node.',
    failed: `npm could not install ${packages.join(' and ') || `what ${folder}/package.json names`}.`,
  });
}
