/* The first page answers a search without a server too: it reads the list in search.js. Nothing needs it. */
(function () {
  "use strict";
  var form = document.querySelector("form[role=search]");
  if (!form || typeof placebook_search === "undefined") return;
  var box = document.createElement("div"), field = form.elements.find;
  box.setAttribute("role", "status");
  function show() {
    var words = field.value.trim().toLowerCase(), hits = [];
    box.className = words ? "callout" : "";
    box.textContent = "";
    if (!words) return;
    for (var i = 0; i < placebook_search.length && hits.length < 12; i++)
      if (placebook_search[i].title.toLowerCase().indexOf(words) > -1) hits.push(placebook_search[i]);
    var said = document.createElement("p"), list = document.createElement("ul");
    said.textContent = hits.length ? "Found:" : "Nothing here has these words in its name.";
    hits.forEach(function (one) {
      var line = document.createElement("li"), to = document.createElement("a");
      to.href = one.path; to.textContent = one.title;
      line.appendChild(to); line.appendChild(document.createTextNode(", " + one.kind)); list.appendChild(line);
    });
    box.appendChild(said);
    if (hits.length) box.appendChild(list);
  }
  form.parentNode.appendChild(box);
  field.addEventListener("input", show);
  if (location.protocol === "file:" || !form.parentNode.querySelector(".callout")) {
    var asked = new URLSearchParams(location.search).get("find");
    if (asked && !field.value) { field.value = asked; show(); }
  }
})();
