import { builder } from '../../../graphql/builder.ts';
import { planned } from '../../../graphql/plan-declaration.ts';
import { userByPk, userRef } from '../../user/ref.ts';
import type { MembershipOutcome } from './membership.ts';

/** `AuthentikMembershipOutcome` over what became of one user. */
export const membershipOutcomeRef = builder.objectRef<MembershipOutcome>('AuthentikMembershipOutcome').implement({
  description: 'What became of one user whose membership of a group was to change.',
  fields: (t) => ({
    pk: t.exposeInt('pk', { description: 'Which user it is, by primary key.' }),
    isDone: t.boolean({
      description: 'Whether the membership is as asked for now; also true where it was so before.',
      resolve: ({ error }) => error === undefined,
    }),
    code: t.string({
      nullable: true,
      description:
        'Why it is not done, in the words of `errors[].extensions.code`; null where it is. `UPSTREAM_OUTCOME_UNKNOWN`: it may be; `NOT_TRIED`: nothing was sent, since authentik failed at a user before.',
      resolve: ({ error }) => error?.code,
    }),
    message: t.string({
      nullable: true,
      description: 'The same as one English sentence for a person; null where it is done.',
      resolve: ({ error }) => error?.message,
    }),
    user: t.field({
      type: userRef,
      nullable: true,
      description:
        'The complete user after the change; costs a request of its own and needs permission to view users. Null for one that is `NOT_FOUND`.',
      extensions: planned({ loads: 'user' }),
      resolve: ({ pk, error }, _args, context) => (error?.code === 'NOT_FOUND' ? null : userByPk(context).load(pk)),
    }),
  }),
});
