import { averagePoolingRows } from './pooling/average';
import { maximumPoolingRows } from './pooling/maximum';
import type { Rows } from './row';

export const poolingRows: Rows = { ...averagePoolingRows, ...maximumPoolingRows };
