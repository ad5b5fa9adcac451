import { createMembershipMutation } from './membership-mutation.ts';

createMembershipMutation({
  name: 'removeUsersFromGroup',
  action: 'remove_user',
  description:
    'Ends direct memberships of a group, one request each; who is no member stays none. Needs the permission to remove users from this group, and to view the users. An error only where nothing was done for anybody.',
  step: 'removes the first user (and one request for each further)',
  input: 'Which users leave which group.',
  payload: 'A group that has fewer members.',
});
