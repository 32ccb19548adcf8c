/** One phone for all tabs of an origin: who of them it is. */

/**
 * Calls `onLead` when this tab has become the one, at the latest when the tab that was it is gone; at once where the
 * browser cannot tell. Returns the resignation.
 */
export type LeadTabs = (extension: string, onLead: () => void) => () => void
