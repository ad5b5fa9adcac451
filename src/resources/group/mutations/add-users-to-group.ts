import { createMembershipMutation } from './membership-mutation.ts';

createMembershipMutation({
  name: 'addUsersToGroup',
  action: 'add_user',
  description:
    'Makes users direct members of a group, one request each; who is a member already stays one. Needs the permission to add users to this group, and to view the users. An error only where nothing was done for anybody.',
  step: 'adds the first user (and one request for each further)',
  input: 'Which users become members of which group.',
  payload: 'A group that has new members.',
});
