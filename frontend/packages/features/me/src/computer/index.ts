export { AboutPage } from './about-page';
export { ComputerPage } from './computer-page';
