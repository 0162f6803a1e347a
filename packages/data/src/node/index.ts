export type { DownloadOptions, DownloadProgress } from './download';
export { downloadMnist, readMnist } from './mnist';
export { type ReadOptions, readIdxImages } from './read-idx';
