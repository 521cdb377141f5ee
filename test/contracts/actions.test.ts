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
import { backupStage, backupTarget, versioningStage, versioningTarget } from '../shared/actions/stages/backups.ts'
import {
  migrationTarget,
  serviceInPlaceTarget,
  serviceStage,
  serviceTarget,
  taskStage,
} from '../shared/actions/stages/ecs.ts'
import { aliasStage, aliasTarget, versionStage, versionTarget } from '../shared/actions/stages/lambda.ts'
import {
  recordStage,
  recordTarget,
  simpleStage,
  simpleTarget,
  ttlStage,
  ttlTarget,
} from '../shared/actions/stages/names.ts'
import {
  filesStage,
  filesTarget,
  originStage,
  originTarget,
  pointerStage,
  pointerTarget,
} from '../shared/actions/stages/site.ts'
import { actionContract } from './action.ts'

const own = 'it makes something of its own and touches nothing that is there'
const seen = 'it changes nothing'

actionContract({ action: dynamodbBackup, target: backupTarget, makeWorld: backupStage, cannotConflict: own })
actionContract({
  action: s3Versioning,
  target: versioningTarget,
  makeWorld: versioningStage,
  cannotConflict: own,
})
actionContract({ action: ecsService, target: serviceTarget, makeWorld: () => serviceStage() })
actionContract({
  action: ecsService,
  name: 'ecs-service in place',
  target: serviceInPlaceTarget,
  makeWorld: () => serviceStage('backend-blue', 3),
})
actionContract({ action: lambdaVersion, target: versionTarget, makeWorld: versionStage })
actionContract({ action: siteFiles, target: filesTarget, makeWorld: filesStage, cannotConflict: seen })
actionContract({ action: ecsTask, target: migrationTarget, makeWorld: taskStage, cannotConflict: own })
actionContract({ action: lambdaAlias, target: aliasTarget, makeWorld: aliasStage, step: 25 })
actionContract({ action: sitePointer, target: pointerTarget, makeWorld: pointerStage })
actionContract({
  action: sitePointer,
  name: 'site-pointer by origin path',
  target: originTarget,
  makeWorld: originStage,
})
actionContract({ action: route53Record, target: recordTarget, makeWorld: recordStage, step: 25 })
actionContract({
  action: route53Record,
  name: 'route53-record from one simple record',
  target: simpleTarget,
  makeWorld: simpleStage,
  step: 5,
})
actionContract({ action: dnsTtl, target: ttlTarget, makeWorld: ttlStage })
