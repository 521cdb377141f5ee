/** `engineering lead`: roles have names of one word in plans. */
export const roleWords = (role: string): string => role.replaceAll('-', ' ')
