import { preset } from '../../tools/build/preset.ts';

export default preset({
  entry: { index: 'src/index.ts', node: 'src/node/index.ts', web: 'src/web/index.ts', webgpu: 'src/webgpu/index.ts' },
});
