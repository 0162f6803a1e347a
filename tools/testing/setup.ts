import { cpu } from '@jensenjs/backend-cpu';

await cpu().activate();
