// Rows with a box to tick, and what is done to all that are ticked. Without scripts the form sends the boxes just the same.
//   <form id="picked" data-ticks> … <input type="checkbox" data-tick-all> <span data-tick-count></span>
//   <button data-tick-needed> … <button data-dialog data-tick-url="/where/"> opens /where/?id=… </form>
//   <input type="checkbox" name="id" value="12" form="picked" data-tick>
import { all, on, one, whenever } from "./dom.js";

const boxes = (form) => all(`[data-tick][form="${form.id}"]`);

function told(form) {
  const ticked = boxes(form).filter((box) => box.checked);
  const whole = one("[data-tick-all]", form);
  whole.checked = !!ticked.length && ticked.length === boxes(form).length;
  whole.indeterminate = !!ticked.length && !whole.checked;
  one("[data-tick-count]", form).textContent = ticked.length ? `${ticked.length} selected` : "";
  for (const button of all("[data-tick-needed]", form)) button.disabled = !ticked.length;
  for (const button of all("[data-tick-url]", form)) button.dataset.url = `${button.dataset.tickUrl}?${new URLSearchParams(ticked.map((box) => ["id", box.value]))}`;
}

whenever("[data-ticks]", (form) => {
  told(form);
  return () => told(form);
});
on("change", "[data-tick]", (event, box) => box.form && told(box.form));
on("change", "[data-tick-all]", (event, whole) => {
  for (const box of boxes(whole.form)) box.checked = whole.checked;
  told(whole.form);
});
