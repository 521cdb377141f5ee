/** Where on loopback the internet of the suite is. */
export interface Places {
  /** One server for every question, whoever was asked. */
  readonly dns: number
  /** Port for 443 of an address; `*` for names, which are resolved when somebody asks. */
  readonly https: Readonly<Record<string, number>>
}
