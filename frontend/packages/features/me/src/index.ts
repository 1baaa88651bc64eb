export { DevicesPage, PasswordPage, PersonalPage } from './pages';
