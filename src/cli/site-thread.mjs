// A thread does not inherit the reading of TypeScript from the one that starts it.
import { register } from 'tsx/esm/api';

register();
await import('./site-solver.ts');
