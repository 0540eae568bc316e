import type { SetupStep } from '../../src/usecases/office/setup';
import type { Button } from './button-rows/buttons';

/** Where a step is done that has a screen of its own. */
export const WHERE_SET_UP: Partial<Record<SetupStep, Button>> = {
  letterhead: { kind: 'letterhead' },
  people: { kind: 'people', page: 0 },
  organizations: { kind: 'organizations', page: 0 },
  categories: { kind: 'categories', page: 0 },
  group: { kind: 'groups', page: 0 },
  intake: { kind: 'imports', page: 0 },
  shares: { kind: 'setupShares' },
  export: { kind: 'imports', page: 0 },
  approvers: { kind: 'people', page: 0 },
  managesAffairs: { kind: 'people', page: 0 },
  district: { kind: 'technical' },
};
