// Dates in words, as they stand on all pages: for the page “Offline reading” and for the service worker.
const fill = (words, values) => words.replace(/{(\w+)}/g, (_, name) => values[name]);
const midnight = (date) => new Date(date).setHours(0, 0, 0, 0);
// A date without a time is the same day everywhere.
const day = (date) => new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: date.length > 10 ? undefined : "UTC" }).format(new Date(date));
const age = (words, date) => {
  const days = Math.round((midnight(date) - midnight(Date.now())) / 864e5);
  return fill(words, { date: day(date), ago: new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(days, "day") });
};
const isOverdue = (due) => due < new Date().toLocaleDateString("en-CA"); // as 2026-11-03
const dueWords = (words, due) => (due ? fill(isOverdue(due) ? words.overdue : words.due, { date: day(due) }) : "");
