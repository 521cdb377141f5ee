export { signedIn } from '../../shared/login/session.ts'
export { askToLeave, begin, finish, leave } from './flow.ts'
export { nobodyOfOurs, signInFirst, somebodyElse } from './pages.ts'
