/* Keys for coding. Everything can be done without them: a key only presses a button or follows a link of the page. */
"use strict";
(function () {
  const form = document.querySelector("form[data-coding]"), off = document.getElementById("keys"), KEPT = "placebook-coding-keys";
  let rejecting = false;
  function on() { return localStorage.getItem(KEPT) !== "off"; }
  function press(found) { if (found) { if (form && found.form === form) form.requestSubmit(found); else found.click(); } return Boolean(found); }
  function go(rel) { return press(document.querySelector(".steps a[rel=" + rel + "]")); }
  function offer(number, what) { return document.querySelector('[data-number="' + number + '"] button[value^="' + what + ':"]'); }
  function focus(id) { const found = document.getElementById(id); if (found) { found.focus(); if (found.select) found.select(); } return Boolean(found); }
  if (off) {
    off.hidden = false;
    off.textContent = on() ? "Turn keys off" : "Turn keys on";
    off.addEventListener("click", function () {
      localStorage.setItem(KEPT, on() ? "off" : "on");
      off.textContent = on() ? "Turn keys off" : "Turn keys on";
    });
  }
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (!on()) return;
    const key = event.key, number = key >= "1" && key <= "9" && key.length === 1;
    let done = false;
    if (number) done = press(offer(key, rejecting ? "reject" : "accept"));
    else if (key === "/") done = focus("q");
    else if (key === "m") done = focus("memo");
    else if (key === "d") done = press(document.getElementById("finish"));
    else if (key === "j" || key === "n") done = go("next");
    else if (key === "k" || key === "p") done = go("prev");
    rejecting = key === "r";
    if (done || rejecting) event.preventDefault();
  });
  const found = document.querySelector("#found button");
  if (found && new URLSearchParams(location.search).has("q")) found.focus();
})();
