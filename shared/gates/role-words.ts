/** `engineering lead`, as people are told. */
export const roleWords = (role: string): string => role.replaceAll('-', ' ')

/** `engineering lead and security lead`. */
export const rolesWords = (roles: readonly string[]): string => roles.map(roleWords).join(' and ')
