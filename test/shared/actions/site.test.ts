import { describe, expect, it } from 'vitest'
import { siteFiles } from '../../../shared/actions/site-files.ts'
import { sitePointer } from '../../../shared/actions/site-pointer.ts'
import { begun } from './begun.ts'
import { filesStage, filesTarget, originStage, originTarget, pointerStage, pointerTarget } from './stages/site.ts'

const bucket = 'serveml-frontend-prod'

describe('the files of a site', () => {
  async function looking(target: object, prepare: (stage: ReturnType<typeof filesStage>) => void = () => {}) {
    const stage = filesStage()
    prepare(stage)
    const { go, look } = await begun(siteFiles, { ...filesTarget, ...target }, stage.world)
    return look(await go())
  }
  const objects = (stage: ReturnType<typeof filesStage>) => stage.s3.buckets[bucket]!.objects
  const key = (name: string) => `releases/222222222222/${name}`

  it('are there when everything that their manifest names is', async () => {
    expect(await looking({})).toBe('there')
    expect(await looking({ files: ['assets/app.js'] })).toBe('there')
    expect(await looking({ files: undefined })).toBe('there')
  })

  it('publish the prefix that the site is pointed at', () => {
    const target = siteFiles.target.parse(filesTarget)
    expect(siteFiles.publishes!(target, { prefix: target.prefix }, { checked: target.prefix })).toEqual({
      prefix: key(''),
    })
  })

  it.each([
    [
      'a file is missing',
      (s: ReturnType<typeof filesStage>) => void delete objects(s)[key('assets/app.css')],
      '1 of 3 files are missing',
    ],
    [
      'a content type is wrong',
      (s: ReturnType<typeof filesStage>) => {
        objects(s)[key('assets/app.css')]!.contentType = 'binary/octet-stream'
      },
      'has content type "binary/octet-stream"',
    ],
    [
      'a cache header is wrong',
      (s: ReturnType<typeof filesStage>) => {
        objects(s)[key('assets/app.js')]!.cacheControl = 'no-cache'
      },
      'has cache header "no-cache"',
    ],
    [
      'the manifest is missing',
      (s: ReturnType<typeof filesStage>) => void delete objects(s)[key('manifest.json')],
      'manifest.json is missing',
    ],
    [
      'the manifest is cut off',
      (s: ReturnType<typeof filesStage>) => {
        objects(s)[key('manifest.json')]!.body = '{"files": ['
      },
      'is no JSON',
    ],
    [
      'the manifest names nothing',
      (s: ReturnType<typeof filesStage>) => {
        objects(s)[key('manifest.json')]!.body = '{"files": []}'
      },
      'a site of no files',
    ],
  ])('fail at once when %s', async (_what, prepare, why) => {
    expect(await looking({}, prepare)).toMatchObject({ failed: expect.stringContaining(why) })
  })

  it('fail when they are not those that the plan expects', async () => {
    expect(await looking({ files: 4 })).toMatchObject({ failed: expect.stringContaining('names 3 files, the plan 4') })
    expect(await looking({ index: 'start.html' })).toMatchObject({
      failed: expect.stringContaining('does not name "start.html"'),
    })
  })

  it('fail when browsers would keep the index for ever', async () => {
    const immutable = await looking({}, (stage) => {
      const manifest = objects(stage)[key('manifest.json')]!
      manifest.body = manifest.body.replace('no-cache', 'max-age=31536000, immutable')
    })
    expect(immutable).toMatchObject({ failed: expect.stringContaining('"index.html" is immutable') })
  })

  it('need a prefix of their own', () => {
    expect(() => siteFiles.target.parse({ ...filesTarget, prefix: 'releases/2222' })).toThrow('ends without a slash')
  })
})

describe('the pointer of a site in a KeyValueStore', () => {
  async function pointing(target: object = {}) {
    const stage = pointerStage()
    const change = await begun(sitePointer, { ...pointerTarget, ...target }, stage.world)
    const mark = await change.go()
    return { ...stage, ...change, mark }
  }

  it('is there once the fetch is answered from the new files', async () => {
    const { aws, look, mark } = await pointing()
    const header = { 'x-site-prefix': '/releases/111111111111' }
    const moved = aws.http
    aws.http = () => ({ status: 200, headers: header, body: '', ms: 20 })
    expect(await look(mark)).toEqual({ notYet: 'https://app.serveml.example/ still serves /releases/111111111111' })
    aws.http = moved
    expect(await look(mark)).toBe('there')
  })

  it.each([
    [{ status: 503, headers: {}, body: '', ms: 1 }, 'answers 503'],
    [new Error('connect ECONNREFUSED'), 'ECONNREFUSED'],
  ])('is not there while the site answers %j', async (answer, why) => {
    const { aws, look, mark } = await pointing()
    aws.http = () => answer
    expect(await look(mark)).toMatchObject({ notYet: expect.stringContaining(why) })
  })

  it('is compared by the index itself when no header tells the build', async () => {
    const { aws, look, mark } = await pointing({ bucket, index: 'index.html' })
    const serve = (body: string) => {
      aws.http = () => ({ status: 200, headers: {}, body, ms: 20 })
    }
    serve('index of releases/111111111111/')
    expect(await look(mark)).toMatchObject({ notYet: expect.stringContaining('another index') })
    serve('')
    expect(await look(mark)).toMatchObject({ notYet: expect.stringContaining('another index') })
    serve('index of releases/222222222222/')
    expect(await look(mark)).toBe('there')
  })

  it('is never taken for there when nothing tells the build; the way back is not held up by that', async () => {
    const { aws, look, mark, goBack, lookBack } = await pointing()
    aws.http = () => ({ status: 200, headers: {}, body: 'some index', ms: 20 })
    expect(await look(mark)).toMatchObject({ failed: expect.stringContaining('tells which build') })
    expect(await lookBack(await goBack())).toBe('there')
  })

  it('is swapped though another key of the store changes meanwhile, and that key stays', async () => {
    const stage = pointerStage()
    const { go } = await begun(sitePointer, pointerTarget, stage.world)
    const put = stage.kvs.operations.PutKey!
    let others = 0
    Object.assign(stage.kvs.operations, {
      PutKey: (input: object, now: number) => {
        if (others++ === 0) {
          stage.kvs.values.page = 'pages/other/'
          stage.kvs.eTag += 1
        }
        return put(input, now)
      },
    })
    await go()
    expect(stage.kvs.values).toEqual({ live: 'releases/222222222222/', page: 'pages/other/' })
  })

  it('is conflicted when somebody points it elsewhere between the look and the swap', async () => {
    const stage = pointerStage()
    const { go } = await begun(sitePointer, pointerTarget, stage.world)
    const put = stage.kvs.operations.PutKey!
    Object.assign(stage.kvs.operations, {
      PutKey: (input: object, now: number) => {
        stage.foreign!()
        return put(input, now)
      },
    })
    await expect(go()).rejects.toMatchObject({ name: 'Conflicted' })
    expect(stage.kvs.values.live).toBe('releases/999999999999/')
  })

  it('cannot be captured before it exists', async () => {
    const { world } = pointerStage()
    await expect(begun(sitePointer, { ...pointerTarget, key: 'other' }, world)).rejects.toThrow('write the key')
  })

  it('is one thing: a key of a store or the path of an origin', () => {
    expect(() => sitePointer.target.parse({ ...pointerTarget, originId: 'site' })).toThrow('name one of them')
    expect(() => sitePointer.target.parse({ ...pointerTarget, key: undefined })).toThrow('name one of them')
  })
})

describe('the pointer of a site in an origin path', () => {
  it('is there once the distribution is deployed and the invalidation completed, everything else left as it was', async () => {
    const { world, cloudfront, aws } = originStage()
    const { go, look } = await begun(sitePointer, originTarget, world)
    const mark = await go()
    expect(cloudfront.config).toMatchObject({ Comment: 'serveml', Enabled: true })
    expect(cloudfront.config.Origins.Items[0]).toMatchObject({
      OriginPath: '/releases/222222222222',
      DomainName: expect.any(String),
    })
    expect(await look(mark)).toEqual({ notYet: 'distribution E1SERVEML0001 is InProgress' })
    cloudfront.status = 'Deployed'
    expect(await look(mark)).toEqual({ notYet: 'invalidation I1 is InProgress' })
    cloudfront.settle()
    expect(await look(mark)).toBe('there')
    expect(aws.sent.every(({ region }) => region === 'us-east-1')).toBe(true)
  })

  it('invalidates once for all attempts, and anew on the way back', async () => {
    const { world, cloudfront } = originStage()
    const { go, goBack } = await begun(sitePointer, originTarget, world)
    for (let attempt = 0; attempt < 3; attempt++) await go()
    expect(Object.keys(cloudfront.invalidations)).toHaveLength(1)
    await goBack()
    expect(Object.keys(cloudfront.invalidations)).toHaveLength(2)
  })
})
