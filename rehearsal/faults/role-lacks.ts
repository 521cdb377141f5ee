import * as z from 'zod/mini'
import type { FunctionName } from '../../shared/world.ts'
import { rehearsedRole } from '../roles.ts'
import { defineFault } from './port.ts'

const Spec = z.strictObject({
  kind: z.literal('role-lacks'),
  /** `cutover`, as in functions/. */
  function: z.string(),
  /** `route53:ChangeResourceRecordSets` */
  action: z.string(),
})

/** Somebody took a right from a deployed role, or the plan is newer than the deployment. */
export const roleLacks = defineFault({
  kind: 'role-lacks',
  spec: Spec,
  describe: (spec) => `the role of ${spec.function} lacks ${spec.action}`,
  arm(spec, { account, home }) {
    account.iam.take(rehearsedRole(home, spec.function as FunctionName), spec.action)
  },
})
