export { cpu } from './cpu';
