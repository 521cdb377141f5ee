/** Keys that may stand at a place of a file, for suggestions. */
const planKeys = [
  'system',
  'profile',
  'sides',
  'backup',
  'migrate',
  'deploy',
  'verify',
  'cutover',
  'watch',
  'bake',
  'back',
  'hold',
  'gates',
  'rehearsal',
]
const environmentKeys = [
  'environment',
  'account',
  'region',
  'services',
  'functions',
  'targets',
  'names',
  'sites',
  'tables',
  'buckets',
  'tasks',
  'journeys',
  'alarms',
  'logGroups',
  'people',
]

const within: Readonly<Record<string, readonly string[]>> = {
  sides: ['service', 'target'],
  backup: ['dynamodb-backup', 's3-versioning'],
  migrate: ['task', 'oldCodeRuns', 'comeBack', 'limit'],
  deploy: ['ecs-service', 'lambda-version', 'site-files', 'health', 'strategy', 'after', 'limit'],
  verify: ['journey', 'task', 'limit'],
  cutover: ['lambda-alias', 'names', 'site-pointer', 'ecs-service', 'to', 'steps', 'strategy', 'watch', 'limit'],
  watch: ['error-rate', 'latency-p95', 'neighbours', 'tripwire', 'goal'],
  back: ['fast', 'full', 'data'],
  hold: ['limit', 'default'],
  gates: ['go', 'cutover', 'sign', 'limit', 'requesterMaySign', 'role', 'count'],
  rehearsal: ['people', 'holds', 'person', 'after', 'say', 'answer', 'reason'],
}

export function knownKeys(file: string, path: readonly PropertyKey[]): readonly string[] {
  const isEnvironment = file.includes('environments/')
  if (file.includes('manifests/')) return ['version', 'artifacts']
  if (path.length === 0) return isEnvironment ? environmentKeys : planKeys
  return within[String(path[0])] ?? (isEnvironment ? environmentKeys : planKeys)
}
