import { DataError, NumericalError, type TrainingState } from '@jensenjs/core';
import { crc32 } from './crc32';
import { decodeSafetensors, encodeSafetensors } from './safetensors';

const format = 'jensen-checkpoint/1';

/** What a value must be to go through JSON unchanged. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** What determines a run apart from its state. A checkpoint is only resumed by a run of the same description. */
export interface RunDescription {
  /** The 64 bits of the key. */
  readonly key: readonly [number, number];
  readonly batches: {
    readonly batchSize: number;
    readonly batchesPerEpoch: number;
    readonly spec: { readonly [name: string]: string };
  };
  readonly objectives: readonly {
    readonly name: string;
    readonly every: number;
    readonly repeat: number;
    /** The optimiser's kind and constants. */
    readonly optimizer: Json;
    /** Description of the learning rate's schedule; `custom` for a function of the user's. */
    readonly learningRate: string;
  }[];
}

/** How far early stopping has come. */
export interface EarlyStoppingState {
  readonly best: number;
  readonly bestStep: number;
  /** Validations without improvement since then. */
  readonly waited: number;
}

/** A moment of training, whole: resumed from it, training gives the numbers that it would have given anyway. */
export interface Checkpoint {
  /** Steps done. */
  readonly step: number;
  /** The epoch, counted from 1, that the last of these steps belongs to; 0 before any. */
  readonly epoch: number;
  readonly state: TrainingState;
  readonly run: RunDescription;
  readonly earlyStopping?: EarlyStoppingState;
  /** What the application stored with it. */
  readonly settings: Json;
}

/**
 * A checkpoint as a safetensors file. Its metadata hold a CRC-32 of names, words and numbers.
 * @throws NumericalError when the state holds a number that is not finite: such a checkpoint would be of no use.
 */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array<ArrayBuffer> {
  const { state, ...words } = checkpoint;
  for (const [name, { data, dtype }] of Object.entries(state))
    if (dtype === 'float32' && !data.every(Number.isFinite))
      throw new NumericalError('encodeCheckpoint', name, `${name} holds a number that is not finite.`);
  const training = JSON.stringify(words);
  return encodeSafetensors(state, { checksum: checksum(state, training), format, training });
}

/**
 * Reads what `encodeCheckpoint` wrote.
 * @throws DataError, beginning with `source`, when the bytes are damaged or are not a checkpoint.
 */
export function decodeCheckpoint(bytes: Uint8Array, source = 'checkpoint'): Checkpoint {
  const { tensors, metadata } = decodeSafetensors(bytes, source);
  const { format: found = '', training = '' } = metadata;
  if (found !== format) {
    const what = found.startsWith('jensen-checkpoint/')
      ? `is a checkpoint of another version (${found})`
      : 'holds no checkpoint of a training run';
    throw new DataError(source, `${what}; expected ${format}.`);
  }
  if (metadata.checksum !== checksum(tensors, training))
    throw new DataError(source, 'does not match its checksum: the file was damaged or changed since it was written.');
  return { ...(JSON.parse(training) as Omit<Checkpoint, 'state'>), state: tensors };
}

function checksum(state: TrainingState, training: string): string {
  const names = Object.keys(state).sort();
  const layout = names.map((name) => [name, state[name]?.dtype, state[name]?.shape]);
  const arrays = names.map((name) => {
    const { data } = state[name] as TrainingState[string];
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  });
  return crc32(new TextEncoder().encode(JSON.stringify([training, layout])), ...arrays);
}
