/* The first page answers a search without a server too: it reads the list in search.js, and where somebody types
   something like a postcode also postcodes.js (first half -> area -> its second halves, three characters each).
   Nothing needs it. */
(function () {
  "use strict";
  var form = document.querySelector("form[role=search]");
  if (!form || typeof placebook_search === "undefined") return;
  var box = document.createElement("div"), field = form.elements.find;
  box.setAttribute("role", "status");
  var codes = null, postcode = /^[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}$/;
  function load() {
    if (codes) return;
    codes = document.createElement("script");
    codes.src = "postcodes.js"; codes.onload = show;
    document.head.appendChild(codes);
  }
  function say(words) {
    var said = document.createElement("p");
    said.textContent = words; box.appendChild(said);
  }
  function named(path) {
    return placebook_search.filter(function (one) { return one.path === path; })[0];
  }
  function lead(to, words, rest) {
    var line = document.createElement("li"), link = document.createElement("a");
    link.href = to; link.textContent = words;
    line.appendChild(link); line.appendChild(document.createTextNode(rest));
    return line;
  }
  function place(plain) {
    var areas = placebook_postcodes[plain.slice(0, -3)] || {}, end = plain.slice(-3), list = document.createElement("ul");
    Object.keys(areas).forEach(function (code) {
      for (var i = 0; i < areas[code].length; i += 3)
        if (areas[code].slice(i, i + 3) === end) {
          var page = named("areas/" + code + ".html");
          if (page) list.appendChild(lead(page.path, page.title, ""));
        }
    });
    if (list.firstChild) { say(plain + " is in:"); box.appendChild(list); return; }
    say(Object.keys(placebook_postcodes).length ? "The postcode " + plain + " is not in this book."
      : "This book holds no list of postcodes. Choose from the list below.");
  }
  function show() {
    var words = field.value.trim().toLowerCase(), hits = [], plain = words.replace(/\s/g, "").toUpperCase();
    box.className = words ? "callout" : "";
    box.textContent = "";
    if (!words) return;
    if (postcode.test(plain)) {
      if (typeof placebook_postcodes === "undefined") load(); else place(plain);
      return;
    }
    for (var i = 0; i < placebook_search.length && hits.length < 12; i++)
      if (placebook_search[i].title.toLowerCase().indexOf(words) > -1) hits.push(placebook_search[i]);
    var list = document.createElement("ul");
    say(hits.length ? "Found:" : "Nothing here has these words in its name.");
    hits.forEach(function (one) { list.appendChild(lead(one.path, one.title, ", " + one.kind)); });
    if (hits.length) box.appendChild(list);
  }
  form.parentNode.appendChild(box);
  field.addEventListener("input", show);
  if (location.protocol === "file:" || !form.parentNode.querySelector(".callout")) {
    var asked = new URLSearchParams(location.search).get("find");
    if (asked && !field.value) { field.value = asked; show(); }
  }
})();
