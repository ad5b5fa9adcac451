import type { InputNames } from '../../../authentik/validation-error.ts';

/** What authentik calls what it is told about a recovery. */
export const recoveryNames: InputNames = { email_stage: ['input', 'emailStageId'] };
