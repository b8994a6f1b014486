// @ts-check
// The page of the accounts example. The client is what mego-codegen wrote, imported as it is.
import { createClient } from "./client/index.js";
import { clearProblems, find, onSubmit, showFailure, showProblems } from "./form.js";

/** @typedef {import("./client/index.js").Account} Account */
/** @typedef {import("./client/index.js").AccountPage} AccountPage */
/** @typedef {import("./client/index.js").Mego.Fault | import("./client/index.js").Mego.ClientError} Failure */

const pageSize = 6;

// It connects at once, and again whenever the connection is lost.
const mego = createClient("/mego", { name: "accounts-page/1.0", timeout: 15_000 });

/** Who is signed in. @type {Account | undefined} */
let current;

// The connection

const connection = find("#connection", HTMLElement);
const words = {
  connecting: "連線中…",
  connected: "已連線",
  reconnecting: "重新連線中…",
  closed: "連線已結束，請重新整理",
};

/** The session that the page shows. @type {string | undefined} */
let session;

function showConnection() {
  const state = mego.state.get();
  connection.textContent = words[state.status];
  connection.dataset["status"] = state.status;
  find("#outdated", HTMLElement).hidden = !state.contractMismatch;
  // Who is signed in belongs to the session: a new one has to be asked.
  if (state.status === "connected" && state.session !== session) {
    session = state.session;
    void recognise();
    void loadPage(shown?.page ?? 1);
  }
}

/** Asks the server who is signed in. */
async function recognise() {
  const result = await mego.profile().result();
  if (result.ok) {
    showAccount(result.value);
  } else if (result.error.status === "NotAuthorized") {
    const notice = current ? "連線中斷過，請重新登入。" : "";
    showAccount(undefined, notice);
  }
}

// Signing up and signing in

const signUp = find("#sign-up", HTMLFormElement);
onSubmit(signUp, async (typed) => {
  const account = {
    username: typed("username"),
    password: typed("password"),
    email: typed("email") || null,
    nickname: typed("nickname") || null,
  };
  // `result()` never throws: the outcome is a value, and its type tells every way in which the call may have ended.
  const result = await mego.signUp(account).result();
  if (result.ok) return enter(result.value);

  const { error } = result;
  if (error.kind !== "declared") return showError(signUp, error);
  // What the method declares, each with the data that belongs to it. The compiler knows when one is missing.
  switch (error.status) {
    case "Exists":
      showProblems(signUp, Object.fromEntries(error.data.exists.map((field) => [field, ["已經有人使用了，請換一個。"]])));
      return;
    case "Invalid":
      showProblems(signUp, { username: [error.message] });
      return;
    case "WeakPassword":
      showProblems(signUp, { password: error.data.reasons });
      return;
    default:
      return never(error);
  }
});

const signIn = find("#sign-in", HTMLFormElement);
onSubmit(signIn, async (typed) => {
  const result = await mego.signIn({ username: typed("username"), password: typed("password") }).result();
  if (result.ok) return enter(result.value);

  const { error } = result;
  if (error.kind !== "declared") return showError(signIn, error);
  switch (error.status) {
    case "WrongCredentials":
      showProblems(signIn, { password: ["使用者名稱或密碼錯誤。"] });
      return;
    case "TooManyRequests":
      showFailure(signIn, `已經試了 ${error.data.limit} 次。請重新整理這一頁再試。`);
      return;
    default:
      return never(error);
  }
});

for (const button of document.querySelectorAll("button[data-show]")) {
  button.addEventListener("click", () => {
    const card = find(`#${button.getAttribute("data-show")}`, HTMLElement);
    showCard(card);
    find("input", HTMLInputElement, card).focus();
  });
}

/** @param {Account} account */
function enter(account) {
  showAccount(account);
  profileCard.focus();
  void loadPage(1);
}

// The profile

const rename = find("#rename", HTMLFormElement);
const nickname = find("#rename-nickname", HTMLInputElement);
const renamed = find("#renamed", HTMLElement);

onSubmit(rename, async (typed) => {
  renamed.textContent = "";
  const result = await mego.rename({ nickname: typed("nickname").trim() || null }).result();
  if (!result.ok) return showError(rename, result.error);
  showAccount(result.value);
  renamed.textContent = "已儲存。";
  void loadPage(shown?.page ?? 1);
});
nickname.addEventListener("input", () => (renamed.textContent = ""));

const signOut = find("#sign-out", HTMLFormElement);
onSubmit(signOut, async () => {
  const result = await mego.signOut().result();
  if (!result.ok) return showError(signOut, result.error);
  showAccount(undefined, "已經登出。");
  find("input", HTMLInputElement, signIn).focus();
});

const signUpCard = find("#sign-up-card", HTMLElement);
const signInCard = find("#sign-in-card", HTMLElement);
const profileCard = find("#profile", HTMLElement);
const notice = find("#notice", HTMLElement);

/**
 * Shows who is signed in, or the way in.
 *
 * @param {Account | undefined} account
 * @param {string} [why]
 */
function showAccount(account, why = "") {
  const left = current !== undefined && account === undefined;
  current = account;
  if (account) {
    find("#profile-title", HTMLElement).textContent = nameOf(account);
    find("#profile-username", HTMLElement).textContent = `@${account.username}`;
    find("#profile-id", HTMLElement).textContent = `#${account.id}`;
    find("#profile-email", HTMLElement).textContent = account.email ?? "沒有填寫";
    showTime(find("#profile-created", HTMLTimeElement), account.createdAt, moment);
    showAvatar(find("#profile-avatar", HTMLElement), account);
    nickname.value = account.nickname ?? "";
    renamed.textContent = "";
    showCard(profileCard);
  } else if (left) {
    showCard(signInCard);
  }
  notice.textContent = why;
  notice.hidden = why === "";
  markOwnRow();
}

/** @param {HTMLElement} card */
function showCard(card) {
  for (const other of [signUpCard, signInCard, profileCard]) other.hidden = other !== card;
  notice.hidden = true;
  // What was typed is nobody's business any longer.
  for (const form of [signUp, signIn]) {
    form.reset();
    clearProblems(form);
  }
}

// The list

const rows = find("#accounts", HTMLUListElement);
const row = find("#account-row", HTMLTemplateElement);
const previous = find("#previous", HTMLButtonElement);
const next = find("#next", HTMLButtonElement);

/** @type {AccountPage | undefined} */
let shown;
let loading = new AbortController();

previous.addEventListener("click", () => void loadPage((shown?.page ?? 1) - 1));
next.addEventListener("click", () => void loadPage((shown?.page ?? 1) + 1));

/** @param {number} page */
async function loadPage(page) {
  // Only the newest question counts; the server need not answer the others.
  loading.abort();
  loading = new AbortController();
  const result = await mego.listAccounts({ page, pageSize }, { signal: loading.signal }).result();
  if (result.ok) return showList(result.value);

  const { error } = result;
  // The only error that this method declares: there is no such page, and its data says which one is the last.
  if (error.kind === "declared") return void loadPage(error.data.last);
  if (error.kind === "client" && error.status === "Cancelled") return;
  showFailure(find(".directory", HTMLElement), describe(error));
}

/** @param {AccountPage} list */
function showList(list) {
  shown = list;
  showFailure(find(".directory", HTMLElement), "");
  rows.replaceChildren(...list.accounts.map(showRow));
  markOwnRow();
  find("#empty", HTMLElement).hidden = list.total > 0;
  find("#total", HTMLElement).textContent = list.total > 0 ? `共 ${list.total} 個帳號` : "";
  find("#page", HTMLElement).textContent = `第 ${list.page} / ${list.pages} 頁`;
  find("#paging", HTMLElement).hidden = list.pages === 1;
  previous.disabled = list.page === 1;
  next.disabled = list.page === list.pages;
}

/** @param {Account} account */
function showRow(account) {
  const copy = document.importNode(row.content, true);
  const element = find("li", HTMLLIElement, copy);
  element.dataset["id"] = String(account.id);
  find(".name", HTMLElement, element).textContent = nameOf(account);
  find(".handle", HTMLElement, element).textContent = `@${account.username}`;
  showTime(find("time", HTMLTimeElement, element), account.createdAt, day);
  showAvatar(find(".avatar", HTMLElement, element), account);
  return element;
}

function markOwnRow() {
  for (const badge of rows.querySelectorAll("li")) {
    find(".you", HTMLElement, badge).hidden = badge.dataset["id"] !== String(current?.id);
  }
}

// How things are said

const moment = new Intl.DateTimeFormat("zh-TW", { dateStyle: "long", timeStyle: "short" });
const day = new Intl.DateTimeFormat("zh-TW", { year: "numeric", month: "2-digit", day: "2-digit" });

/** @param {Account} account */
function nameOf(account) {
  return account.nickname ?? account.username;
}

/** @param {HTMLElement} avatar @param {Account} account */
function showAvatar(avatar, account) {
  const [initial = ""] = nameOf(account);
  avatar.textContent = initial.toUpperCase();
  // Neighbours in the list get colours far from each other. An id is a bigint: it has 64 bits on the server.
  avatar.style.setProperty("--hue", String((account.id * 137n) % 360n));
}

/** @param {HTMLTimeElement} time @param {string} value @param {Intl.DateTimeFormat} format */
function showTime(time, value, format) {
  time.dateTime = value;
  time.textContent = format.format(new Date(value));
}

/**
 * Shows an error that a method does not declare: at the fields, if the server could not read them, else at the form.
 *
 * @param {HTMLFormElement} form
 * @param {Failure} error
 */
function showError(form, error) {
  if (error.kind === "fault" && error.status === "Invalid" && error.data.params.length > 0) {
    const problems = error.data.params.map(({ name, expected }) => [name, [`伺服器要的是：${expected}`]]);
    if (showProblems(form, Object.fromEntries(problems)).length === 0) return;
  }
  showFailure(form, describe(error));
}

/** @param {Failure} error */
function describe(error) {
  if (error.kind === "client") {
    switch (error.status) {
      case "Disconnected":
        return error.maybeExecuted ? "連線中斷了，不確定有沒有完成。請重新整理看看。" : "連線中斷了，請再試一次。";
      case "Timeout":
        return "等了很久都沒有回應，請再試一次。";
      case "Cancelled":
        return "已經取消。";
      case "Invalid":
        return `資料的格式不對：${error.message}`;
    }
  }
  switch (error.status) {
    case "Busy":
    case "Unavailable":
    case "TooManyRequests":
      return "伺服器正在忙，請稍後再試。";
    case "NotAuthorized":
      return "請先登入。";
    default:
      return error.incident ? `伺服器出了差錯，事件編號是 ${error.incident}。` : `伺服器拒絕了（${error.status}）：${error.message}`;
  }
}

/**
 * Reached by nothing: the compiler refuses it as soon as a method declares another error.
 *
 * @param {never} error
 */
function never(error) {
  throw error;
}

mego.state.subscribe(showConnection);
showConnection();
