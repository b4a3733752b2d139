// A value says its unit: it follows the choice beside it, such as the measure that a criterion is judged by.
import { on } from "./dom.js";

on("change", "select", (event, select) => {
  for (const unit of document.querySelectorAll(`[data-unit-from="${CSS.escape(select.id)}"]`)) {
    unit.textContent = select.selectedOptions[0]?.dataset.unit ?? "";
  }
});
