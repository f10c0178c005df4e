(function () {
  "use strict";
  var spanish = document.documentElement.lang === "es";
  function number(text) {
    if (!/^\s*[+\-]?\d[\d.,]*\s*%?\s*$/.test(text)) { return null; }
    var plain = text.replace(/[^0-9,.\-]/g, "");
    plain = spanish ? plain.replace(/\./g, "").replace(",", ".") : plain.replace(/,/g, "");
    return plain === "" || isNaN(plain) ? null : parseFloat(plain);
  }
  function empty(text) { return /^[–—-]?$/.test(text); }
  document.querySelectorAll("table.mk-sortable").forEach(function (table) {
    var body = table.tBodies[0];
    if (!body || body.rows.length < 8) { return; }
    var field = document.createElement("input");
    field.className = "mk-filter";
    field.type = "search";
    field.placeholder = spanish ? "Filtrar filas" : "Filter rows";
    field.setAttribute("aria-label", field.placeholder + ": " + (table.caption ? table.caption.textContent : ""));
    table.parentNode.parentNode.insertBefore(field, table.parentNode);
    field.addEventListener("input", function () {
      var wanted = field.value.toLowerCase();
      Array.prototype.forEach.call(body.rows, function (row) {
        row.hidden = row.textContent.toLowerCase().indexOf(wanted) < 0;
      });
    });
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, place) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () {
        var down = head.getAttribute("aria-sort") === "ascending";
        Array.prototype.forEach.call(table.tHead.rows[0].cells, function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        Array.prototype.slice.call(body.rows).sort(function (a, b) {
          var x = a.cells[place].textContent.trim(), y = b.cells[place].textContent.trim(), p = number(x), q = number(y);
          if (empty(x) || empty(y)) { return empty(x) - empty(y); }
          var order = p !== null && q !== null ? p - q : x.localeCompare(y, document.documentElement.lang);
          return down ? -order : order;
        }).forEach(function (row) { body.appendChild(row); });
      });
    });
  });
})();
