/** The side that answers when nothing else does. */
export const pageSide = 'page'
/** A plan without names to move has one side; going back is each resource's own before-image. */
export const onlySide = 'former'
/** What plans write where the side decides: which one is read from what is live. */
export const sidedService = '${side.service}'
export const sidedTarget = '${side.target}'
