/** `import text from './file?raw'`, as vitest resolves it. */
declare module '*?raw' {
  const text: string
  export default text
}
