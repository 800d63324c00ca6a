import './page.css';
import { render } from 'preact';
import { App } from './app';

const root = document.getElementById('page');
if (!root) throw new Error('the page has no #page element');
render(<App />, root);
