/** What an app wires around its pages; the pane itself is `@yobirin/feature-chat/pane`, to be loaded when it is shown. */
export { ChatItem } from './chat-item';
export { ChatProvider, useChatUnread, useOpenThread, type Notify } from './provider';
