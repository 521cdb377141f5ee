import * as z from 'zod/mini'
import type { World } from '../world.ts'
import { defineCheck } from './port.ts'
import { imageByDigest } from './reading/images.ts'
import { noService, serviceIn, taskDefinition } from './reading/services.ts'
import { telling } from './reading/tell.ts'
import { type Finding, judged, weighed } from './reading/verdict.ts'

const Ask = z.strictObject({ cluster: z.string(), service: z.string(), repository: z.string() })
type Ask = z.infer<typeof Ask>

/** Whether what a service runs now could be started again: its revision is ACTIVE and its image is still there. */
export const ecsFormer = defineCheck<Ask>({
  kind: 'ecs-former',
  ask: Ask,
  describe: ({ service }) => `what ${service} runs now could be started again`,
  run: (ask, world) => telling('ecs:DescribeTaskDefinition', () => look(ask, world)),
})

async function look({ cluster, service, repository }: Ask, world: World) {
  const bound = `its task definition ACTIVE, its image in ${repository} by digest`
  const found = await serviceIn(world, cluster, service)
  const arn = found?.taskDefinition
  if (arn === undefined) return judged(false, { ...noService(cluster, service), bound })
  const revision = await taskDefinition(world, arn)
  const faults: Finding[] = []
  if (revision.status !== 'ACTIVE') {
    // An INACTIVE revision runs on, but nothing can be updated back to it.
    const whatToDo = `register the content of ${arn} again, update service ${service} to that, and stop what deregisters old revisions`
    faults.push({ what: `${arn} is ${revision.status}`, whatToDo })
  }
  const images = (revision.containerDefinitions ?? []).flatMap(({ image }) => (image === undefined ? [] : [image]))
  const ours = images.filter((image) => repositoryOf(image) === repository)
  if (ours.length === 0) {
    const whatToDo = `name the repository that service ${service} takes its image from`
    faults.push({ what: `none of its images (${images.join(', ')}) is from ${repository}`, whatToDo })
  }
  for (const image of ours) {
    const digest = image.split('@')[1]
    if (digest === undefined) {
      const whatToDo = `register a revision of ${service} that names its image by digest: a tag may have moved since`
      faults.push({ what: `it names ${image} by tag`, whatToDo })
    } else if ((await imageByDigest(world, repository, digest)) === undefined) {
      const whatToDo = `push that image again and keep it in the lifecycle rules of ${repository}`
      faults.push({ what: `${digest} is no longer in ${repository}`, whatToDo })
    }
  }
  return weighed({ faults, doubts: [] }, { seen: `${arn.split('/').at(-1)} ACTIVE, ${ours.join(', ')} there`, bound })
}

/** `111122223333.dkr.ecr.eu-west-1.amazonaws.com/serveml-backend@sha256:…` → `serveml-backend`. */
function repositoryOf(image: string): string {
  const name = (image.split('@')[0] ?? '').replace(/:[^/]*$/, '')
  return name.replace(/^[^/]*[.:][^/]*\//, '')
}
