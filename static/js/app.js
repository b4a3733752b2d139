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
import "./mentions.js";
import "./highlight.js";
import "./filters.js";
import "./estimates.js";
import "./print.js";
import "./watch.js";
import "./units.js";
import "./contents.js";
import "./tabs.js";

document.documentElement.dataset.ready = "";
