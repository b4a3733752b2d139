// The entry. Everything works on plain pages first; these modules make it quick.
import "./requests.js";
import "./toasts.js";
import "./looks.js";
import "./menus.js";
import "./dialogs.js";
import "./keys.js";
import "./palette.js";
import "./listbox.js";
import "./board.js";
import "./combobox.js";
import "./highlight.js";

document.documentElement.dataset.ready = "";
