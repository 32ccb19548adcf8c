// The import rule of ARCHITECTURE.md. Type imports count (tsPreCompilationDeps), cycles are forbidden everywhere.
const pkg = (name) => `^packages/${name}/src/`
const webphone = (path) => `^packages/webphone/src/${path}`

/** `from` may import, of our own code, nothing but `allowed`. */
function only(name, from, allowed, except = []) {
  return {
    name,
    severity: 'error',
    from: { path: from, pathNot: ['\\.test\\.ts$', '/testing/', '/test/', ...except] },
    to: { path: '^packages/', pathNot: allowed },
  }
}

const sip = pkg('sip')
const contract = pkg('contract')
const base = webphone('base/')
const layer0 = [sip, contract, base]
// Layer 1: errors, ports and pure rules.
const layer1 = [
  webphone('errors\\.ts$'),
  webphone('[a-z/-]+-port\\.ts$'),
  webphone('ports\\.ts$'),
  webphone('(line|call|tabs)/[a-z-]+-(state|reason|rules?|step|effect|input|policy)\\.ts$'),
  webphone('line/backoff\\.ts$'),
  webphone('media/quality/(mos|warnings|stats)\\.ts$'),
]
// Layer 3: what a customer can see.
const layer3 = [
  webphone('(events|options|phone-api|call-api|phone-status|errors)\\.ts$'),
  webphone('call/hangup-reason\\.ts$'),
]

module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    only('contract-imports-nothing', contract, [contract]),
    only('sip-imports-nothing', sip, [sip]),
    only('base-imports-nothing', base, [base]),
    only('api-adapter', webphone('api/'), [...layer0, ...layer1, webphone('api/')]),
    only('signaling-adapter', webphone('signaling/'), [...layer0, ...layer1, webphone('signaling/')]),
    only('worker-adapter', webphone('worker/'), [base, webphone('worker/')]),
    only('media-adapter', webphone('media/'), [
      ...layer0,
      ...layer1,
      webphone('worker/'),
      webphone('media/'),
    ]),
    only('line-engine', webphone('line/'), [...layer0, ...layer1, ...layer3, webphone('line/')]),
    only('call-engine', webphone('call/'), [...layer0, ...layer1, ...layer3, webphone('call/')]),
    only('watch', webphone('watch/'), [
      ...layer0,
      ...layer1,
      ...layer3,
      webphone('media/device-choice\\.ts$'),
      webphone('call/(call-host|call-facts)\\.ts$'),
      webphone('take-back/'),
      webphone('watch/'),
    ]),
    only('take-back', webphone('take-back/'), [
      ...layer0,
      ...layer1,
      ...layer3,
      webphone('call/call-host\\.ts$'),
      webphone('take-back/'),
    ]),
    only('tabs', webphone('tabs/'), [...layer0, ...layer1, ...layer3, webphone('tabs/')]),
    only('embed-sees-what-a-customer-sees', webphone('embed/'), [...layer3, base, webphone('embed/')]),
    only('diagnose', webphone('diagnose/'), [
      ...layer0,
      ...layer1,
      ...layer3,
      webphone('read-options\\.ts$'),
      webphone('diagnose/'),
    ]),
    only('flight', webphone('flight/'), [...layer0, ...layer1, ...layer3, webphone('flight/')]),
    only('ui-sees-what-a-customer-sees', webphone('ui/'), [contract, ...layer3, base, webphone('ui/')]),
    {
      name: 'adapters-are-named-in-two-files',
      severity: 'error',
      from: {
        path: '^packages/webphone/src/',
        pathNot: [
          webphone('(browser|connected)-ports\\.ts$'),
          webphone('(media|api|signaling)/'),
          '\\.test\\.ts$',
          webphone('diagnose/'),
        ],
      },
      to: {
        path: [
          webphone('media/browser-media\\.ts$'),
          webphone('signaling/websocket\\.ts$'),
          webphone('api/api-client\\.ts$'),
        ],
      },
    },
    {
      name: 'test-phones-stay-out-of-the-product',
      severity: 'error',
      from: {
        path: '^packages/webphone/src/',
        pathNot: [webphone('testing\\.ts$'), webphone('test-phone/'), '\\.test\\.ts$'],
      },
      to: { path: [webphone('test-phone/'), pkg('pbx')] },
    },
    only('pbx-knows-no-server', pkg('pbx'), [contract, sip, pkg('pbx')]),
    only('server-knows-no-browser', pkg('server'), [contract, sip, pkg('pbx'), pkg('server')]),
    only('sandbox-is-the-servers-command', pkg('sandbox'), [`${pkg('server')}run-cli\\.ts$`]),
    {
      name: 'sockets-in-one-file',
      severity: 'error',
      from: { path: pkg('pbx'), pathNot: [`${pkg('pbx')}transport/`, '\\.test\\.ts$', '/test/'] },
      to: { path: 'node_modules/ws' },
    },
    {
      name: 'no-orphan-import',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^/(sdk|tools)/' },
    },
    {
      name: 'no-dev-dependency-in-product',
      severity: 'error',
      from: { path: '^packages/[^/]+/src', pathNot: ['\\.test\\.ts$', '/testing/', '^packages/webphone/'] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['/dist/', '/\\.cache/'] },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'default'] },
  },
}
