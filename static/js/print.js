// [data-print] prints the page that is open.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
