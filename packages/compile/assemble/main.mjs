// `npm run assemble`: writes the modules of the fused optimisers from their text in this folder.
import { writeFileSync } from 'node:fs';
import loadWabt from 'wabt';
import { modulesFile } from './modules.mjs';

writeFileSync(new URL('../src/optimizers/modules.generated.ts', import.meta.url), await modulesFile(loadWabt));
