export declare function privateNames(): Map<string, string>
