import type { Plugin } from 'rolldown'

export declare function collapseTemplates(): Plugin
export declare function collapseIn(code: string): { readonly code: string } | null
