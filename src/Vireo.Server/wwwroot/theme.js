// Runs before the first paint, so that the page never flashes in the wrong theme.
{
  const root = document.documentElement;
  const wantsDark = matchMedia("(prefers-color-scheme: dark)");
  const remembered = () => {
    try {
      return localStorage.getItem("vireo-theme");
    } catch {
      return null; // Storage is blocked: follow the system.
    }
  };

  const apply = () => {
    root.dataset.theme = remembered() ?? (wantsDark.matches ? "dark" : "light");
    document.dispatchEvent(new Event("vireo-theme"));
  };

  const toggle = () => {
    const next = root.dataset.theme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("vireo-theme", next);
    } catch {
      root.dataset.theme = next;
    }
    apply();
  };

  // Enhanced pages replace the attributes of <html>; put ours back when that happens.
  new MutationObserver(() => root.dataset.theme || apply()).observe(root, { attributes: true, attributeFilter: ["data-theme"] });
  wantsDark.addEventListener("change", apply);
  addEventListener("storage", (e) => e.key === "vireo-theme" && apply());
  apply();

  // Shortcuts that must work before and without the live connection.
  let leader = 0;
  const places = { o: "", h: "hosts", v: "vms", p: "plans", i: "incidents", t: "timeline", s: "settings" };
  const goTo = (path) => document.querySelector(`nav a[href="${path}"], nav a[href="/${path}"]`)?.click();
  const isTyping = (e) => e.target.closest("input, textarea, select, [contenteditable]") || e.ctrlKey || e.metaKey || e.altKey;

  addEventListener("click", (e) => {
    const button = e.target.closest("[data-do]");
    if (button?.dataset.do === "theme") toggle();
    if (button?.dataset.do === "shortcuts") document.getElementById("shortcuts")?.showModal();
    if (button?.dataset.do === "close") button.closest("dialog")?.close();
  });
  addEventListener("keydown", (e) => {
    if (isTyping(e)) return;
    if (e.key === "?") document.getElementById("shortcuts")?.showModal();
    else if (e.key === "d") toggle();
    else if (e.key === "/") {
      const search = document.querySelector("input[type=search]");
      if (search) { search.focus(); e.preventDefault(); }
    } else if (e.key === "g") leader = e.timeStamp;
    else if (e.timeStamp - leader < 1500 && e.key in places) { leader = 0; goTo(places[e.key]); }
  });
}
