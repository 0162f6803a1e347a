import { preset } from '../../tools/build/preset.ts';

export default preset({ entry: ['src/main.ts'], format: ['esm'], dts: false });
