// The inbox: counts that stay right without a reload, and suggestions that fill the form in.
import { all, on, one } from "./dom.js";

// HX-Trigger: {"counts": {"inbox": 22, "snoozed": 3, "rail": 40}}
document.addEventListener("counts", ({ detail }) => {
  for (const name of ["inbox", "snoozed"]) if (name in detail) for (const place of all(`[data-count="${name}"]`)) place.textContent = detail[name].toLocaleString("en-US");
  const link = all(".rail-link, .tabs-bar a").filter((place) => new URL(place.href).pathname === "/feedback/inbox/");
  for (const place of link) {
    const count = one(".rail-count", place);
    if (count && "rail" in detail) count.firstChild.textContent = detail.rail || "";
  }
});

// A suggestion fills the field in.
on("click", "[data-suggest]", (event, button) => {
  const form = button.closest("form");
  one("[name=idea_words]", form).value = button.dataset.label;
  one("[name=idea]", form).value = button.dataset.suggest;
  one("[type=submit], .btn.primary", form)?.focus();
});
