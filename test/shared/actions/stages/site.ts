import { FakeCloudFront, FakeKeyValueStore } from '../fakes/cloudfront.ts'
import { FakeS3 } from '../fakes/s3.ts'
import { plain, stage } from './stage.ts'

export const filesTarget = {
  bucket: 'serveml-frontend-prod',
  prefix: 'releases/222222222222/',
  files: 3,
  index: 'index.html',
}

export function filesStage() {
  const s3 = new FakeS3()
  s3.buckets['serveml-frontend-prod'] = { versioning: 'Enabled', objects: {} }
  const files = [
    { key: 'index.html', contentType: 'text/html', cacheControl: 'no-cache' },
    { key: 'assets/app.js', contentType: 'text/javascript', cacheControl: 'public, max-age=31536000, immutable' },
    { key: 'assets/app.css', contentType: 'text/css', cacheControl: 'public, max-age=31536000, immutable' },
  ]
  const put = (key: string, body: string, more: object = {}) =>
    s3.put('serveml-frontend-prod', `releases/222222222222/${key}`, body, more)
  for (const { key, ...headers } of files) put(key, `content of ${key}`, headers)
  put('manifest.json', JSON.stringify({ files }))
  return stage({ s3 }, { state: () => plain(s3.buckets), settle: () => {} })
}

const oldPrefix = 'releases/111111111111/'
const newPrefix = 'releases/222222222222/'
export const pointerTarget = {
  distribution: 'E1SERVEML0001',
  store: 'arn:aws:cloudfront::111122223333:key-value-store/serveml-site',
  key: 'live',
  prefix: newPrefix,
  url: 'https://app.serveml.example/',
}

export function pointerStage() {
  const kvs = new FakeKeyValueStore()
  const s3 = new FakeS3()
  s3.buckets['serveml-frontend-prod'] = { versioning: 'Enabled', objects: {} }
  for (const prefix of [oldPrefix, newPrefix])
    s3.put('serveml-frontend-prod', `${prefix}index.html`, `index of ${prefix}`)
  kvs.values = { live: oldPrefix, page: 'pages/maintenance/' }
  const made = stage(
    { kvs, s3 },
    {
      state: () => plain(kvs.values),
      settle: () => {},
      foreign: () => {
        kvs.values.live = 'releases/999999999999/'
        kvs.eTag += 1
      },
    },
  )
  made.aws.http = () => ({ status: 200, headers: { 'x-site-prefix': kvs.values.live! }, body: '', ms: 20 })
  return made
}

export const originTarget = {
  distribution: 'E1SERVEML0001',
  originId: 'site',
  prefix: newPrefix,
  url: 'https://app.serveml.example/',
}

export function originStage() {
  const cloudfront = new FakeCloudFront()
  const origin = () => cloudfront.config.Origins.Items[0]!
  origin().OriginPath = '/releases/111111111111'
  const made = stage(
    { cloudfront },
    {
      state: () => plain(cloudfront.config),
      settle: () => cloudfront.settle(),
      foreign: () => {
        origin().OriginPath = '/releases/999999999999'
        cloudfront.eTag += 1
      },
    },
  )
  made.aws.http = () => ({ status: 200, headers: { 'x-site-prefix': origin().OriginPath }, body: '', ms: 20 })
  return made
}
