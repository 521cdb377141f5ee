export { decideByLink } from '../../shared/gates/by-link.ts'
export { readSaid } from './read-said.ts'
