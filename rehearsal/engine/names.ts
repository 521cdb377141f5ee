import { ServiceError } from './failures.ts'

/** What a name of an execution or a machine may not hold, besides control characters. */
const forbidden = /[\s<>{}[\]?*"#%\\^|~`$&,;:/]/

/** @throws {ServiceError} InvalidName */
export function checkName(name: string): void {
  const control = [...name].some((sign) => {
    const code = sign.codePointAt(0)!
    return code < 32 || (code >= 127 && code < 160)
  })
  if (name.length === 0 || name.length > 80 || control || forbidden.test(name)) {
    throw new ServiceError('InvalidName', `Invalid Name: '${name}'`)
  }
}

/** The name of a machine, whatever it is called by: a name, its ARN, or the ARN of a version or alias of it. */
export function machineNameOf(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? (nameOrArn.split(':')[6] ?? '') : nameOrArn
}
