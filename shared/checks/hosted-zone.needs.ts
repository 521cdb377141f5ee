import { globalArn, may, type Needs } from '../permissions/permission.ts'

export const needs: Needs<{ zone: string }> = ({ zone }, place) =>
  may('look', ['route53:GetHostedZone'], [globalArn(place, 'route53', `hostedzone/${zone}`)])
