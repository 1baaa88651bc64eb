export { LoginPage } from './login-page';
export { BellMark } from './bell-mark';
