import { inDays } from './statuses';

/** What a field of a form holds when it was filled in. */
export const day = (days: number) => ({ selected_date: inDays(days).slice(0, 10) });
export const choice = (value: string) => ({ selected_option: { value } });
export const words = (value: string) => ({ value });
