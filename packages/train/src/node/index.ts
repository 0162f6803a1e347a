export { type FileStoreOptions, fileStore } from './file-store';
export { type JsonlLog, jsonlLog } from './jsonl-log';
export { makeFolder } from './make-folder';
export { writeAtomic } from './write-atomic';
