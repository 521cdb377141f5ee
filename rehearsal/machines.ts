import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

export const machineNames = ['release', 'change', 'rollback', 'close'] as const
export type MachineName = (typeof machineNames)[number]

/** What `${…}` in a definition stands for; serverless.yml fills in versions of the deployed functions instead. */
const substitutions = (region: string, account: string): Record<string, string> => {
  const fn = (name: string) => `arn:aws:lambda:${region}:${account}:function:tidegate-${name}:1`
  return {
    AdmitFunction: fn('admit'),
    PreflightFunction: fn('preflight'),
    ApprovalRequestFunction: fn('approval-request'),
    BackupFunction: fn('backup'),
    MigrateFunction: fn('migrate'),
    DeployFunction: fn('deploy'),
    VerifyFunction: fn('verify'),
    CutoverFunction: fn('cutover'),
    BakeFunction: fn('bake'),
    RollbackFunction: fn('rollback'),
    CloseFunction: fn('close'),
    ReportFunction: fn('report'),
    ChangeMachine: `arn:aws:states:${region}:${account}:stateMachine:tidegate-change`,
  }
}

/** Reads a machine as it is in statemachines/, with names filled in. */
export function readMachine(name: MachineName, region: string, account: string): unknown {
  const file = fileURLToPath(new URL(`../statemachines/${name}.asl.yaml`, import.meta.url))
  const known = substitutions(region, account)
  const text = readFileSync(file, 'utf8').replace(/\$\{(\w+)\}/g, (placeholder, key: string) => {
    const value = known[key]
    if (value === undefined) throw new Error(`${name}.asl.yaml names ${placeholder}, which nothing fills in`)
    return value
  })
  return parse(text)
}
