import { dnsTtl } from '../../shared/actions/dns-ttl.ts'
import { dynamodbBackup } from '../../shared/actions/dynamodb-backup.ts'
import { ecsService } from '../../shared/actions/ecs-service.ts'
import { ecsTask } from '../../shared/actions/ecs-task.ts'
import { lambdaAlias } from '../../shared/actions/lambda-alias.ts'
import { lambdaVersion } from '../../shared/actions/lambda-version.ts'
import { route53Record } from '../../shared/actions/route53-record.ts'
import { s3Versioning } from '../../shared/actions/s3-versioning.ts'
import { siteFiles } from '../../shared/actions/site-files.ts'
import { sitePointer } from '../../shared/actions/site-pointer.ts'
import * as on from '../shared/actions/stages.ts'
import { actionContract } from './action.ts'

const own = 'it makes something of its own and touches nothing that is there'
const seen = 'it changes nothing'

actionContract({ action: dynamodbBackup, target: on.backupTarget, makeWorld: on.backupStage, cannotConflict: own })
actionContract({
  action: s3Versioning,
  target: on.versioningTarget,
  makeWorld: on.versioningStage,
  cannotConflict: own,
})
actionContract({ action: ecsService, target: on.serviceTarget, makeWorld: () => on.serviceStage() })
actionContract({
  action: ecsService,
  name: 'ecs-service in place',
  target: on.serviceInPlaceTarget,
  makeWorld: () => on.serviceStage('backend-blue', 3),
})
actionContract({ action: lambdaVersion, target: on.versionTarget, makeWorld: on.versionStage })
actionContract({ action: siteFiles, target: on.filesTarget, makeWorld: on.filesStage, cannotConflict: seen })
actionContract({ action: ecsTask, target: on.migrationTarget, makeWorld: on.taskStage, cannotConflict: own })
actionContract({ action: lambdaAlias, target: on.aliasTarget, makeWorld: on.aliasStage, step: 25 })
actionContract({ action: sitePointer, target: on.pointerTarget, makeWorld: on.pointerStage })
actionContract({
  action: sitePointer,
  name: 'site-pointer by origin path',
  target: on.originTarget,
  makeWorld: on.originStage,
})
actionContract({ action: route53Record, target: on.recordTarget, makeWorld: on.recordStage, step: 25 })
actionContract({
  action: route53Record,
  name: 'route53-record from one simple record',
  target: on.simpleTarget,
  makeWorld: on.simpleStage,
  step: 5,
})
actionContract({ action: dnsTtl, target: on.ttlTarget, makeWorld: on.ttlStage })
