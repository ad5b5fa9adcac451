import type { OperationDefinitionNode } from 'graphql';
import { createPlan } from './create-plan.ts';
import type { Plan } from './plan.ts';
import type { Operation } from './selected-fields.ts';

/** Plans that one operation may have in the cache: one for each combination of its conditions, up to this many. */
const MAX_PLANS = 16;

/**
 * Creates a cache of plans. A plan depends on the operation and on the variables of `@skip` and `@include` only, never
 * on the caller. It lives as long as the parsed document does, so the server's bounded parse cache bounds this one too.
 * @param onLookup is told of each operation whether its plan was there
 */
export function createPlanCache(onLookup?: (isHit: boolean) => void): (operation: Operation) => Plan {
  const cache = new WeakMap<OperationDefinitionNode, Map<string, Plan>>();
  return (operation) => {
    const plans = cache.get(operation.operation) ?? new Map<string, Plan>();
    cache.set(operation.operation, plans);
    const conditions = toConditions(operation);
    onLookup?.(plans.has(conditions));
    const plan = plans.get(conditions) ?? createPlan(operation);
    if (plans.size < MAX_PLANS) {
      plans.set(conditions, plan);
    }
    return plan;
  };
}

// Of declared variables only: a caller may send any others, of any length, and the text is kept.
function toConditions({ operation, variables }: Operation): string {
  const names = (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
  return JSON.stringify(names.map((name) => [name, variables[name]]).filter(([, value]) => typeof value === 'boolean'));
}
