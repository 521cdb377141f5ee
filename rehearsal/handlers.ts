import { handler as admit } from '../functions/admit.ts'
import { handler as approvalDecide } from '../functions/approval-decide.ts'
import { handler as approvalRequest } from '../functions/approval-request.ts'
import { handler as backup } from '../functions/backup.ts'
import { handler as bake } from '../functions/bake.ts'
import { handler as chatops } from '../functions/chatops.ts'
import { handler as close } from '../functions/close.ts'
import { handler as cutover } from '../functions/cutover.ts'
import { handler as deploy } from '../functions/deploy.ts'
import { handler as migrate } from '../functions/migrate.ts'
import type { Phase } from '../functions/phase.ts'
import { handler as preflight } from '../functions/preflight.ts'
import { handler as report } from '../functions/report.ts'
import { handler as resume } from '../functions/resume.ts'
import { handler as rollback } from '../functions/rollback.ts'
import { handler as verify } from '../functions/verify.ts'
import { handler as watchdog } from '../functions/watchdog.ts'
import { preloadPages, handler as web } from '../functions/web.ts'
import type { FunctionName } from '../shared/world.ts'

// Virtual time never waits for a disk.
await preloadPages()

/** Every function there is, by name: what AWS would run. */
export const handlers: Readonly<Record<FunctionName, Phase>> = {
  admit,
  preflight,
  'approval-request': approvalRequest,
  'approval-decide': approvalDecide,
  backup,
  migrate,
  deploy,
  verify,
  cutover,
  bake,
  rollback,
  close,
  resume,
  watchdog,
  report,
  web,
  chatops,
}
