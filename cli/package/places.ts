/** Where `npm run package` puts what it makes; ignored by git. */
export const packageFolder = '.serverless'
export const templateFile = `${packageFolder}/cloudformation-template-update-stack.json`
export const oslsFile = 'node_modules/osls/bin/serverless.js'
export const checkFolder = '.cache/package'
