export { fold } from '../../shared/evidence/fold.ts'
export { keptReport, keptReports } from '../../shared/evidence/kept.ts'
export { listPage } from './list.ts'
export { live, whole } from './release.ts'
