export { type ConvDecoderOptions, convDecoder } from './decoder';
export {
  type DcganDiscriminatorOptions,
  type DcganGeneratorOptions,
  dcganDiscriminator,
  dcganGenerator,
} from './dcgan';
export { type ConvEncoderOptions, convEncoder } from './encoder';
export type { ImageShape } from './options';
