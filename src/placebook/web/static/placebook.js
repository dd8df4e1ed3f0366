/* A help for those whose browser runs it: nothing here is needed to read or use a page.
   <input data-filter="id of a table"> shows only the rows whose first cell holds what is typed. */
"use strict";
document.querySelectorAll("input[data-filter]").forEach(function (box) {
  const rows = document.getElementById(box.dataset.filter).querySelectorAll("tbody tr");
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "hint";
  box.parentNode.append(said);
  box.closest("[hidden]").hidden = false;
  box.addEventListener("input", function () {
    const wanted = box.value.trim().toLowerCase();
    let shown = 0;
    rows.forEach(function (row) {
      row.hidden = !row.cells[0].textContent.toLowerCase().includes(wanted);
      shown += row.hidden ? 0 : 1;
    });
    said.textContent = wanted ? shown + " of " + rows.length + " shown" : "";
  });
});
