/* Keeps what is typed while somebody types, so that a closed laptop loses nothing. Without it the buttons do the same. */
"use strict";
document.querySelectorAll("form[data-keep]").forEach(function (form) {
  const said = document.getElementById("kept");
  let waiting = 0, sent = "";
  function whole() {
    const data = new FormData(form);
    data.set("then", "keep");
    return new URLSearchParams(data);
  }
  function keep() {
    const now = whole();
    if (now.toString() === sent) return;
    fetch(form.action || location.href, {method: "POST", body: now, keepalive: true, credentials: "same-origin"}).then(function (reply) {
      if (reply.status === 204) {
        sent = now.toString();
        said.textContent = "Kept at " + new Date().toLocaleTimeString("en-GB", {hour: "2-digit", minute: "2-digit"});
      } else {
        said.textContent = "Not kept: you may have been signed out. Copy what you typed, then sign in again.";
      }
    }).catch(function () { said.textContent = "Not kept yet: there is no connection. It is tried again as you type."; });
  }
  sent = whole().toString();
  form.addEventListener("input", function () { clearTimeout(waiting); waiting = setTimeout(keep, 2000); });
  document.addEventListener("visibilitychange", function () { if (document.visibilityState === "hidden") keep(); });
});
