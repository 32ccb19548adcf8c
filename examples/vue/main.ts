import { createApp } from 'vue'
import { createWebphone } from '@zorio/webphone/vue'
import { CallPanel } from './call-panel.ts'

const { apiBase, token } = document.body.dataset
if (apiBase && token) createApp(CallPanel).use(createWebphone({ apiBase, token })).mount('#app')
