import type { ExampleTab } from './example-tab.ts';
import { addPeopleToAGroup } from './tabs/add-people-to-a-group.ts';
import { ancestryOfAGroup } from './tabs/ancestry-of-a-group.ts';
import { changeAUser } from './tabs/change-a-user.ts';
import { createAToken } from './tabs/create-a-token.ts';
import { paging } from './tabs/paging.ts';
import { peopleOfATeam } from './tabs/people-of-a-team.ts';
import { tokenAndOwner } from './tabs/token-and-owner.ts';
import { tokensThatExpire } from './tabs/tokens-that-expire.ts';
import { whatErrorsLookLike } from './tabs/what-errors-look-like.ts';
import { whoAmI } from './tabs/who-am-i.ts';

/** One example per job a user comes for, in the order of the tabs. Each runs on the sandbox as it stands, with the demo data set and the recorded one. */
export const EXAMPLE_TABS: readonly ExampleTab[] = [
  whoAmI,
  tokenAndOwner,
  peopleOfATeam,
  tokensThatExpire,
  ancestryOfAGroup,
  whatErrorsLookLike,
  paging,
  createAToken,
  changeAUser,
  addPeopleToAGroup,
];
