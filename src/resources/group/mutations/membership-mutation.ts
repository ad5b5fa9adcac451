import { createMutation } from '../../../graphql/mutation.ts';
import { planned } from '../../../graphql/plan-declaration.ts';
import { groupByPk, groupRef } from '../ref.ts';
import { changeMemberships, parseMemberships } from './membership.ts';
import { membershipOutcomeRef } from './membership-outcome.ts';

/** One of the two ways to change memberships: authentik's endpoint and the words for people. */
interface MembershipMutation {
  readonly name: string;
  readonly action: 'add_user' | 'remove_user';
  readonly description: string;
  readonly step: string;
  readonly input: string;
  readonly payload: string;
}

/** Declares a mutation that changes the memberships of a group, user by user. */
export function createMembershipMutation({ name, action, step, ...texts }: MembershipMutation): void {
  createMutation({
    name,
    description: texts.description,
    plan: { fetches: 'other', steps: [step] },
    sends: { operation: `POST /core/groups/{group_uuid}/${action}/`, names: { pk: ['input', 'userIds'] } },
    input: {
      description: texts.input,
      fields: (t) => ({
        groupId: t.id({ required: true, description: 'The UUID of the group whose members change.' }),
        userIds: t.idList({
          required: true,
          description: 'Primary keys of 1 to 40 users; one named twice counts once.',
        }),
      }),
    },
    requests: (input) => parseMemberships(input).users.length,
    run: async (input, { writer }) => {
      const memberships = parseMemberships(input);
      return { pk: memberships.group, outcomes: await changeMemberships(writer, action, memberships) };
    },
    payload: {
      description: texts.payload,
      fields: (t) => ({
        groupId: t.id({ description: 'Which group it is, by UUID.', resolve: ({ pk }) => pk }),
        group: t.field({
          type: groupRef,
          nullable: true,
          description: 'The group after the change; authentik does not send it back, so it costs a request.',
          extensions: planned({ fetches: 'group' }),
          resolve: ({ pk }, _args, context, info) =>
            groupByPk(context).load(pk, { needs: context.plan.at(info).needs }),
        }),
        users: t.field({
          type: [membershipOutcomeRef],
          description: 'What became of each user, in the order they were named.',
          resolve: ({ outcomes }) => outcomes,
        }),
      }),
    },
  });
}
