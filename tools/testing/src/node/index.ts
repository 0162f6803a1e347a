export { fixture } from './fixture';
