import { arn, bucketArn, may, type Needs } from '../permissions/permission.ts'
import { clusterArn, readsRevisions, readsTasks, registers } from './ecs/needs.ts'
import type { Target } from './ecs-task/target.ts'

export const needs: Needs<Target> = (target, place) => {
  const { cluster, family, back, summary } = target
  const revisions = arn(place, 'ecs', `task-definition/${family}:*`)
  const here = { ArnEquals: { 'ecs:cluster': [clusterArn(place, cluster)] } }
  return [
    ...readsRevisions('go'),
    ...registers(target, place),
    ...may('go', ['ecs:RunTask'], [revisions], here),
    ...readsTasks('look go', cluster, place),
    // A forward run is stopped before its way down begins.
    ...(back === undefined ? [] : may('go', ['ecs:StopTask'], [arn(place, 'ecs', `task/${cluster}/*`)])),
    ...(summary === undefined
      ? []
      : [
          ...may('look', ['s3:GetObject'], [`${bucketArn(place, summary.bucket)}/${summary.key}`]),
          // Without it S3 says 403 of a summary that was never written.
          ...may('look', ['s3:ListBucket'], [bucketArn(place, summary.bucket)]),
        ]),
  ]
}
