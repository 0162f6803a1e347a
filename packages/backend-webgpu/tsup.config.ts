import { preset } from '../../tools/build/preset.ts';

export default preset();
