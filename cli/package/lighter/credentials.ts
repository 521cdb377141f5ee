import type { Plugin } from 'esbuild'

/**
 * Lambda gives a function its role as environment variables and nothing else. The SDK's default chain looks there first; what it
 * would ask after that (profiles, SSO, processes, the instance) does not exist there, and is not brought along.
 */
export const environmentCredentials: Plugin = {
  name: 'environment-credentials',
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ resolveDir }) => ({
      path: 'credentials',
      namespace: 'environment-credentials',
      pluginData: resolveDir,
    }))
    build.onLoad({ filter: /.*/, namespace: 'environment-credentials' }, ({ pluginData }) => ({
      contents: "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env'",
      resolveDir: pluginData as string,
    }))
  },
}

/**
 * Nor are there files of settings: what is set is in the environment. The SDK would look for them at its first call, and load for
 * that all that Node has for files, 5 ms.
 */
export const environmentSettings: Plugin = {
  name: 'environment-settings',
  setup(build) {
    build.onLoad({ filter: /\/shared-ini-file-loader\/loadSharedConfigFiles\.js$/ }, () => ({
      contents: `export { CONFIG_PREFIX_SEPARATOR } from './constants'
export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} })`,
    }))
  },
}
