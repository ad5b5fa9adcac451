import type { ExplainJson } from './body.ts';
import type { Translations } from './language.ts';
import type { Names } from './names.ts';
import type { SplitSearch } from './search.ts';

/** Everything that depends on the release the sandbox plays. Handlers ask it and never compare versions. */
export type Release = {
  /** What `/admin/version/` answers, whatever release a data set was exported from. */
  readonly version: string;
  /** The fields that answers hold. `viewer` is `/core/users/me/`, `session` what lies around it. */
  readonly fields: Readonly<
    Record<'user' | 'group' | 'partialGroup' | 'viewer' | 'session' | 'version' | 'list', Names>
  >;
  /** The parameters by which lists are narrowed, by model. Others are ignored. */
  readonly filters: Readonly<Record<Model, Names>>;
  /** What lists can be ordered by, by model. */
  readonly orderings: Readonly<Record<Model, Names>>;
  /** What a body can say of a user or a group. Other keys are ignored. */
  readonly bodyFields: Readonly<Record<'user' | 'group', Names>>;
  /** Rows of a page when `page_size` is missing or no positive number, and at most. */
  readonly pageSize: { readonly standard: number; readonly maximum: number };
  /** What lists say about the query language of a licensed server, by model; nothing for others. */
  readonly autocomplete: Readonly<Partial<Record<Model, unknown>>>;
  /** The permissions of authentik_rbac, which `/core/users/me/` lists as `system_permissions`, in the recorded order. */
  readonly systemPermissions: readonly string[];
  /** DRF's sentences in other languages; undefined where all answers are English and say no language. */
  readonly translations: Translations | undefined;
  readonly explainJson: ExplainJson;
  /** `detail` of the 404 for an object that is not there or not visible; `noun` is the model's name, such as `User`. */
  readonly sayNotThere: (noun: string) => string;
  readonly search: {
    readonly split: SplitSearch;
    /** Whether search comes before the permissions, so that no hit is 403 for who sees only single objects. */
    readonly isFirst: boolean;
    /** Whether users are found by the text of `is_active`. */
    readonly readsActivity: boolean;
  };
  readonly tokens: TokenRules;
  readonly users: UserRules;
  readonly groups: GroupRules;
  readonly usedBy: UsedByRules;
};

/** The models with a list of their own. */
export type Model = 'user' | 'group' | 'token' | 'role';

type TokenRules = {
  /** Minutes until a token expires that the server gives its time, and the longest an app password may be given. */
  readonly minutes: number;
  /** Whether requests without credentials are refused, or reach code that breaks on them. */
  readonly needCredentials: boolean;
  /** Whether `view_token` shows everybody's tokens to who is no superuser. */
  readonly areShownToViewers: boolean;
  /** Whether an app password without time is given one, or breaks authentik. */
  readonly canHaveNoTime: boolean;
  /** Whether `set_key` says what is wrong with its body. */
  readonly explainKey: boolean;
};

type UserRules = {
  /** Whether `is_superuser=…` looks at each membership by itself, so that users come once for each and others never. */
  readonly superuserFilterJoins: boolean;
  /** Whether any change of a user takes away the permissions given to them directly. */
  readonly changeTakesPermissions: boolean;
  /** Whether users have roles, with one of their own as soon as they are given a permission. */
  readonly haveRoles: boolean;
  readonly passwordIsRequired: boolean;
  /** Whether `service_account` checks its body, or writes it and answers what the database says. */
  readonly serviceAccountIsChecked: boolean;
  /** Whether recovery links are asked for with a body: `token_duration` and, for a mail, `email_stage`. */
  readonly recoveryHasBody: boolean;
};

type GroupRules = {
  /** Characters. */
  readonly longestName: number;
  readonly sayNameTaken: string;
  /** Whether a role serves one group only. */
  readonly rolesAreExclusive: boolean;
  /** Whether `add_user` and `remove_user` say what is wrong with their bodies. */
  readonly explainMember: boolean;
};

type UsedByRules = {
  /** Whether owners without `view_token` are told what uses their tokens. */
  readonly ownersAreTold: boolean;
  /** Whether it breaks for whoever is no superuser, where there is anything to tell. */
  readonly breaksForOthers: boolean;
  /** Whether each role has one of Django's own groups behind it. */
  readonly hasRoleGroups: boolean;
  /** Whether groups are tied to all their ancestors by rows of their own. */
  readonly hasAncestry: boolean;
  /** How often each group of a user is told. */
  readonly timesOfGroups: number;
};
