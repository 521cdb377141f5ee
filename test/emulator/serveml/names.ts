import { RequestCertificateCommand } from '@aws-sdk/client-acm'
import { CreateDistributionCommand, CreateKeyValueStoreCommand } from '@aws-sdk/client-cloudfront'
import { DescribeKeyValueStoreCommand, PutKeyCommand } from '@aws-sdk/client-cloudfront-keyvaluestore'
import { ChangeResourceRecordSetsCommand, CreateHostedZoneCommand } from '@aws-sdk/client-route-53'
import type { Clients } from '../clients.ts'
import { account } from './account.ts'

/** Zone and records, certificates, distribution and pointer. @returns ids of the example, and those that were given */
export async function makeNames({ acm, certificatesOfSites, cloudfront, pointers, route53 }: Clients) {
  const ids = new Map<string, string>()
  const [[zone, { name, records }]] = Object.entries(account.route53) as [[string, (typeof account.route53)[string]]]
  const made = await route53.send(new CreateHostedZoneCommand({ Name: name, CallerReference: 'serveml' }))
  const HostedZoneId = made.HostedZone!.Id!.replace('/hostedzone/', '')
  ids.set(zone, HostedZoneId)
  const Changes = records.map(({ name: Name, type: Type, set, weight, alias }) => ({
    Action: 'CREATE' as const,
    ResourceRecordSet: {
      Name,
      Type,
      ...(set !== undefined && { SetIdentifier: set, Weight: weight }),
      AliasTarget: { HostedZoneId: alias.zone, DNSName: alias.name, EvaluateTargetHealth: alias.evaluate ?? false },
    },
  }))
  await route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes } }))

  const api = await acm.send(new RequestCertificateCommand({ DomainName: 'api.serveml.example' }))
  ids.set('arn:aws:acm:eu-west-1:111122223333:certificate/0a1b2c3d-api', api.CertificateArn!)
  const site = await certificatesOfSites.send(
    new RequestCertificateCommand({ DomainName: 'serveml.example', SubjectAlternativeNames: ['*.serveml.example'] }),
  )
  ids.set('arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-site', site.CertificateArn!)

  for (const [id, { aliases, bucket }] of Object.entries(account.cloudfront)) {
    const { Distribution } = await cloudfront.send(
      new CreateDistributionCommand({
        DistributionConfig: {
          CallerReference: id,
          Comment: id,
          Enabled: true,
          Aliases: { Quantity: aliases.length, Items: aliases },
          Origins: {
            Quantity: 1,
            Items: [
              { Id: 'site', DomainName: `${bucket}.s3.amazonaws.com`, S3OriginConfig: { OriginAccessIdentity: '' } },
            ],
          },
          DefaultCacheBehavior: { TargetOriginId: 'site', ViewerProtocolPolicy: 'redirect-to-https' },
        },
      }),
    )
    ids.set(id, Distribution!.Id!)
  }
  await cloudfront.send(new CreateKeyValueStoreCommand({ Name: 'serveml-site' }))
  const { ETag } = await pointers.send(new DescribeKeyValueStoreCommand({ KvsARN: store }))
  const pointer = { KvsARN: store, Key: 'live', Value: 'releases/13d3f40ac3d2/', IfMatch: ETag }
  await pointers.send(new PutKeyCommand(pointer))
  return ids
}

export const store = 'arn:aws:cloudfront::111122223333:key-value-store/serveml-site'
