import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';

const python = 'python3';
const noPip = `${python} with pip is needed to fetch TensorFlow from PyPI: install them (Debian: apt install python3-pip).`;

/** Downloads the wheel of TensorFlow into a folder, whatever the version of this machine's Python, and returns its path. */
export function downloadWheel({ project, version, tag }, folder) {
  run(python, ['-m', 'pip', '--version'], { absent: noPip, failed: noPip });
  const wanted = [
    '--only-binary=:all:',
    '--implementation=cp',
    '--python-version=3.11',
    '--abi=cp311',
    `--platform=${tag}`,
  ];
  run(python, ['-m', 'pip', 'download', '--no-deps', ...wanted, '--dest', folder, `${project}==${version}`], {
    failed:
      `pip could not fetch ${project} ${version} for ${tag} from PyPI. Look at its own words below; where the network refuses, ` +
      'fetch that wheel elsewhere and give it by --wheel FILE.',
  });
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
  return join(folder, wheel);
}

const unpack = `
import sys, zipfile
wheel, folder, *wanted = sys.argv[1:]
with zipfile.ZipFile(wheel) as z:
    for name in z.namelist():
        if name.startswith(tuple(wanted)):
            z.extract(name, folder)
`;

/** Unpacks the libraries and the headers of the C interface into \`folder/tensorflow\`. A wheel is a zip file. */
export function unpackWheel({ libraries }, wheel, folder) {
  const headers = ['tensorflow/c/', 'tensorflow/core/platform/', 'tensorflow/tsl/', 'tsl/'];
  const wanted = [...libraries, ...headers.map((path) => `include/${path}`)].map((path) => `tensorflow/${path}`);
  run(python, ['-c', unpack, wheel, folder, ...wanted], {
    absent: `${python} is needed to unpack TensorFlow: install it (Debian: apt install python3).`,
    failed: `${wheel} could not be unpacked: expected a wheel of TensorFlow, a zip file.`,
  });
}
