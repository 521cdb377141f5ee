import { bucketArn, globalArn, may, type Needs, type Permission, type Place } from '../permissions/permission.ts'
import type { Target } from './site-pointer/target.ts'

export const needs: Needs<Target> = (target, place) => [
  ...(target.store === undefined ? originNeeds(target, place) : storeNeeds(target.store)),
  ...indexNeeds(target, place),
]

const storeNeeds = (store: string): Permission[] => [
  ...may(
    'live capture look go',
    ['cloudfront-keyvaluestore:DescribeKeyValueStore', 'cloudfront-keyvaluestore:GetKey'],
    [store],
  ),
  ...may('go', ['cloudfront-keyvaluestore:PutKey'], [store]),
]

function originNeeds({ distribution }: Target, place: Place): Permission[] {
  const own = [globalArn(place, 'cloudfront', `distribution/${distribution}`, place.account)]
  return [
    ...may('live capture look go', ['cloudfront:GetDistributionConfig'], own),
    ...may('look', ['cloudfront:GetDistribution', 'cloudfront:GetInvalidation'], own),
    ...may('go', ['cloudfront:UpdateDistribution', 'cloudfront:CreateInvalidation'], own),
  ]
}

/** The index of any build, because going back compares with a former one. */
function indexNeeds({ bucket, index = 'index.html', prefix }: Target, place: Place): Permission[] {
  if (bucket === undefined) return []
  const builds = prefix.replace(/[^/]+\/$/, '*/')
  return [
    ...may('look', ['s3:GetObject'], [`${bucketArn(place, bucket)}/${builds}${index}`]),
    ...may('look', ['s3:ListBucket'], [bucketArn(place, bucket)]),
  ]
}
