import '@tensorflow/tfjs';
import { registeredKernels } from '../src/testing/cases.fixture';
import { firstDerivatives } from '../src/testing/first-derivatives.fixture';

process.stdout.write(JSON.stringify({ kernels: registeredKernels(), derivatives: firstDerivatives() }));
