import type { Check } from '../check.ts';
import { ok, skipped } from '../finding.ts';
import { readMe } from './credential.ts';

/** How powerful the caller is. */
export const rights: Check = {
  id: 'rights',
  title: 'Rights',
  needs: ['credential'],
  run: async (patient) => {
    const me = await readMe(patient);
    if (!me) {
      return skipped('Whose it is is not known.');
    }
    const count = me.system_permissions.length;
    const system = count === 0 ? 'no system permission' : `${count} system permission${count === 1 ? '' : 's'}`;
    return me.is_superuser
      ? ok(`A superuser: sees and may do everything (${system}).`)
      : ok(`No superuser, with ${system}.`);
  },
};
