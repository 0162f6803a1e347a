import { used } from './between/index.mjs';

globalThis.result = used;
