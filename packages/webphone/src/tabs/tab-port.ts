/** What a tab keeps for itself, and which tab of an origin is the phone. */

/** Outlives a reload of the tab. Each use may throw: it can be refused, full or partitioned away. */
export type TabStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/**
 * Calls `onLead` when this tab has become the one, at the latest when the tab that was it is gone; at once where the
 * browser cannot tell. Returns the resignation.
 */
export type LeadTabs = (extension: string, onLead: () => void) => () => void
