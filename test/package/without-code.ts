import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { entryFile } from '../../cli/package/bundle.ts'
import TidegatePackaging from '../../cli/package/plugin.ts'
import { zipped } from '../../cli/package/zip.ts'

type Osls = ConstructorParameters<typeof TidegatePackaging>[0]

/** Packaging as it is, but that every function is an empty file: the template says the same, seconds sooner. */
export default class WithoutCode extends TidegatePackaging {
  constructor(osls: Osls) {
    super(osls)
    Object.assign(this.hooks, { 'before:package:createDeploymentArtifacts': () => emptyFunctions(osls) })
  }
}

function emptyFunctions({ serviceDir, service }: Osls): void {
  mkdirSync(join(serviceDir, '.serverless'), { recursive: true })
  for (const [name, fn] of Object.entries(service.functions)) {
    const artifact = join('.serverless', `${name}.zip`)
    writeFileSync(join(serviceDir, artifact), zipped(new Map([[entryFile(name), new Uint8Array()]])))
    fn.package = { artifact }
  }
}
