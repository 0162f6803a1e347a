import { preset } from '../../tools/build/preset.ts';

export default preset({ entry: { index: 'src/index.ts', adapter: 'src/adapter/index.ts' } });
