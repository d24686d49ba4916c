// A draft of Attachment 2 as a plain value: what was typed (`values`), what the page had from the server (`base`),
// what the server has taken (`acked`), and how the last answer judged it. Pure.

const plain = (value) =>
  Array.isArray(value)
    ? [...value].sort()
    : String(value ?? "")
        .replace(/\r\n/g, "\n")
        .trim();

/** Whether two values are one to the server: blanks at the ends, the order of ticks do not count. */
export function isSame(one, other) {
  const [a, b] = [plain(one), plain(other)];
  return a.length === 0 ? b.length === 0 : JSON.stringify(a) === JSON.stringify(b);
}

/** The values of all fields as the server stores them. */
export const getPlainValues = (draft) =>
  Object.fromEntries(Object.entries(draft.values).map(([name, value]) => [name, plain(value)]));

/** The names of the fields that the server does not have as they stand. */
export const getChangedFields = (draft) =>
  Object.keys(draft.values).filter((name) => !isSame(draft.values[name], draft.acked[name]));

export const isDirty = (draft) => getChangedFields(draft).length > 0;

export const createDraft = (key, owner) => ({
  key,
  owner,
  report: "",
  version: 0,
  address: "",
  title: "",
  values: {},
  base: {},
  acked: {},
  tried: [],
  clashes: {},
  errors: {},
  refused: "",
  waits: "",
  changedAt: Date.now(),
});

/** The draft that stands on the server as `row`, without changes of its own. */
export const createDraftOf = (row, owner) => ({
  ...createDraft(row.draft, owner),
  report: row.report,
  version: row.version,
  address: row.address,
  title: row.title,
  values: { ...row.values },
  base: { ...row.values },
  acked: { ...row.values },
});

/** A code and its label in the list of drafts. */
export function getState(draft) {
  if (Object.keys(draft.clashes).length) return ["clash", "有冲突"];
  if (draft.refused) return ["refused", "没有同步"];
  if (!isDirty(draft)) return ["synced", "已同步"];
  return ["waiting", Object.keys(draft.errors).length ? "未同步，有误" : "未同步"];
}

/** Take into `draft` the server's `answer` to the values `sent`. */
export function applyAnswer(draft, answer, sent) {
  draft.tried = [];
  draft.refused = answer.refused || "";
  draft.waits = answer.waits || "";
  draft.errors = answer.errors || {};
  if (answer.refused || answer.waits) return;
  draft.report = answer.report;
  draft.version = answer.version;
  draft.address = answer.address;
  draft.title = answer.title;
  draft.savedAt = answer.saved_at;
  draft.changedBy = answer.changed_by;
  draft.clashes = {};
  for (const [name, value] of Object.entries(answer.values)) {
    if (name in answer.clashes) {
      draft.clashes[name] = { value, words: answer.clashes[name] };
      continue;
    }
    if (name in draft.errors) continue;
    draft.base[name] = value;
    draft.acked[name] = value;
    if (isSame(draft.values[name], sent[name])) draft.values[name] = value; // typed on meanwhile: the next save
  }
}
