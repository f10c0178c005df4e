// Who opened a menu by its button stands on that button again when it closes; the theme forgets it.
document.addEventListener("DOMContentLoaded", function () {
  [["primary", "pst-primary-sidebar-modal"], ["secondary", "pst-secondary-sidebar-modal"]].forEach(function (menu) {
    var dialog = document.getElementById(menu[1]), pressed = null;
    document.querySelectorAll("." + menu[0] + "-toggle").forEach(function (button) {
      button.addEventListener("click", function () { pressed = button; });
    });
    if (dialog) { dialog.addEventListener("close", function () { if (pressed) { pressed.focus(); } }); }
  });
});
