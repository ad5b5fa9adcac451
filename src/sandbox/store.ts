import type { SandboxDataset } from './dataset.ts';
import { createMinter, type Minter } from './minter.ts';
import { createDirectory, type Directory } from './store/directory.ts';
import { createGrants, type Grants } from './store/grants.ts';
import { createTokenTable, type TokenTable } from './store/tokens.ts';

/**
 * The rows of the sandbox and the relations between them. Apart from faults and the log of requests this, with its
 * parts in store/, is the only place where anything is kept or changed.
 */
export type Store = Directory &
  TokenTable &
  Grants & {
    /** Makes up the keys and UUIDs of new rows. */
    readonly mint: Minter;
    /** The slug of the brand's recovery flow, null when none is set. */
    readonly recoveryFlow: string | null;
    /** UUIDs of the stages that can send e-mails. */
    readonly emailStages: readonly string[];
  };

/** A store holding a copy of the data set: what happens to it never reaches the data set. `seed` is an integer. */
export function createStore(dataset: SandboxDataset, seed: number): Store {
  const directory = createDirectory(dataset);
  const tokens = createTokenTable(dataset.tokens);
  return {
    ...directory,
    ...tokens,
    ...createGrants(dataset),
    mint: createMinter(seed),
    recoveryFlow: dataset.recoveryFlow,
    emailStages: dataset.emailStages.map((stage) => stage.pk),
    deleteUser: (user) => {
      for (const token of tokens.tokens()) if (token.user === user.pk) tokens.deleteToken(token);
      directory.deleteUser(user);
    },
  };
}
