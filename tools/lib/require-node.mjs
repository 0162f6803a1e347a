const REQUIRED = [20, 19];

/** Ends the process with a message when this Node is too old. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > REQUIRED[0] || (major === REQUIRED[0] && minor >= REQUIRED[1])) return;
  console.error(`Jensen needs Node ${REQUIRED.join('.')} or newer; this is ${process.version}. Install a newer Node.`);
  process.exit(1);
}
