// Small comforts only: every page works without this file.
"use strict";

const root = document.documentElement;

function shownTheme() {
  if (root.dataset.theme) return root.dataset.theme;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

// The cookie lets the server write the theme into the page: no flash of the other one.
function keepTheme(theme) {
  root.dataset.theme = theme;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `entente-theme=${theme}; path=/; max-age=31536000; samesite=lax${secure}`;
}

function copied(button) {
  button.classList.add("done");
  button.setAttribute("aria-label", "Copied");
  setTimeout(() => { button.classList.remove("done"); button.removeAttribute("aria-label"); }, 1600);
}

function showComforts(within) {
  within.querySelectorAll("[data-theme-toggle]").forEach((button) => { button.hidden = false; });
  if (navigator.clipboard) within.querySelectorAll("[data-copy]").forEach((button) => { button.hidden = false; });
}

document.addEventListener("click", (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) navigator.clipboard.writeText(copy.dataset.copy).then(() => copied(copy));
  if (event.target.closest("[data-theme-toggle]")) keepTheme(shownTheme() === "dark" ? "light" : "dark");
  const menu = document.querySelector(".topbar-menu[open]");
  if (menu && !menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  const menu = document.querySelector(".topbar-menu[open]");
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

document.addEventListener("change", (event) => {
  const drop = event.target.closest("[data-file-drop]");
  if (!drop) return;
  const names = Array.from(event.target.files, (file) => {
    const line = document.createElement("li");
    line.textContent = file.name;
    return line;
  });
  drop.querySelector(".file-names").replaceChildren(...names);
});

["dragover", "dragleave", "drop"].forEach((kind) => document.addEventListener(kind, (event) => {
  const drop = event.target.closest?.("[data-file-drop]");
  if (drop) drop.classList.toggle("over", kind === "dragover");
}));

// A fragment asked for by htmx carries the same proof of origin as a form.
document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = document.querySelector('meta[name="csrf-token"]').content;
});
document.addEventListener("htmx:load", (event) => showComforts(event.detail.elt));

showComforts(document);

// On a narrow screen the latest months matter most.
document.querySelectorAll(".heat-scroll").forEach((box) => { box.scrollLeft = box.scrollWidth; });
